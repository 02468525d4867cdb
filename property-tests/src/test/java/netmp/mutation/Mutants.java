package netmp.mutation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What PIT says of the mutants of a part.
 *
 * @param all one by one
 */
record Mutants(List<Mutant> all) {

  /**
   * A changed line.
   *
   * @param place class, method and line
   * @param change what was done there
   * @param killed whether a test has failed, or did not end
   * @param covered whether a test has come there
   */
  record Mutant(String place, String change, boolean killed, boolean covered) {}

  static Mutants read(Path xml) throws IOException {
    List<Mutant> all = new ArrayList<>();
    NodeList nodes = parse(xml).getElementsByTagName("mutation");
    for (int i = 0; i < nodes.getLength(); i++) {
      all.add(mutant((Element) nodes.item(i)));
    }
    return new Mutants(List.copyOf(all));
  }

  private static Element parse(Path xml) throws IOException {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .parse(xml.toFile())
          .getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(xml + ": " + e.getMessage(), e);
    }
  }

  private static Mutant mutant(Element each) {
    String type = text(each, "mutatedClass");
    return new Mutant(
        "%s.%s:%s"
            .formatted(
                type.substring(type.lastIndexOf('.') + 1),
                text(each, "mutatedMethod"),
                text(each, "lineNumber")),
        text(each, "description"),
        each.getAttribute("detected").equals("true"),
        !each.getAttribute("status").equals("NO_COVERAGE"));
  }

  private static String text(Element parent, String tag) {
    return parent.getElementsByTagName(tag).item(0).getTextContent();
  }

  long killed() {
    return all.stream().filter(Mutant::killed).count();
  }

  List<Mutant> survivors() {
    return all.stream().filter(each -> !each.killed()).toList();
  }
}
