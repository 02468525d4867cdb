package netmp.benchmark.mutation;

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
 * A place of the code that was changed.
 *
 * @param type the class, without its package
 * @param method the method
 * @param line the line of the source
 * @param change what was done there
 * @param killed whether a test has failed, or did not end
 */
record Mutant(String type, String method, int line, String change, boolean killed) {

  /**
   * Reads a report.
   *
   * @param report PIT's mutations.xml
   * @return all mutants in it, by line
   * @throws IOException if it cannot be read
   */
  static List<Mutant> read(Path report) throws IOException {
    List<Mutant> mutants = new ArrayList<>();
    try {
      NodeList nodes =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(report.toFile())
              .getElementsByTagName("mutation");
      for (int i = 0; i < nodes.getLength(); i++) {
        mutants.add(of((Element) nodes.item(i)));
      }
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(report + ": " + e.getMessage(), e);
    }
    return mutants;
  }

  private static Mutant of(Element element) {
    String type = text(element, "mutatedClass");
    return new Mutant(
        type.substring(type.lastIndexOf('.') + 1).replaceFirst("\\$\\d+$", ""),
        text(element, "mutatedMethod"),
        Integer.parseInt(text(element, "lineNumber")),
        change(text(element, "description"), element.getAttribute("status")),
        element.getAttribute("detected").equals("true"));
  }

  /** Without the long names, and with what PIT says beside it. */
  private static String change(String description, String status) {
    String brief =
        description
            .replaceFirst(" for [\\w/$]+::\\S+$", "")
            .replaceAll("[\\w/$]+/([\\w$]+)::", "$1.")
            .replaceAll("^Replaced", "replaced");
    return status.equals("NO_COVERAGE") ? brief + " (no test comes there)" : brief;
  }

  private static String text(Element parent, String tag) {
    return parent.getElementsByTagName(tag).item(0).getTextContent();
  }
}
