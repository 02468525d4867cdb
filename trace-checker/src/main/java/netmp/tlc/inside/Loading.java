package netmp.tlc.inside;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netmp.tlc.SourceLocation;
import netmp.tlc.TlcJob;
import netmp.tlc.Verdict;
import tlc2.TLCGlobals;
import tlc2.output.MP;
import tlc2.tool.ConfigFileException;
import tlc2.tool.EvalException;
import tlc2.tool.impl.FastTool;
import tlc2.util.FP64;
import tlc2.value.RandomEnumerableValues;
import util.Assert.TLCRuntimeException;

/** Sets up TLC's static state and loads a specification. */
final class Loading {

  private static final Pattern LOCATION =
      Pattern.compile(
          "line (\\d+), col(?:umn)? (\\d+) to line \\d+, col(?:umn)? \\d+ (?:of|in) (?:module"
              + " )?(\\w+)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PARSER_LOCATION = Pattern.compile("at line (\\d+), column (\\d+)");
  private static final String NESTED = "nested\nexpressions at the following positions";

  private Loading() {}

  /** Makes TLC repeatable and silent. Once per world, before anything else. */
  static Console prepare(Recorder recorder) {
    Console console = Console.install();
    MP.setRecorder(recorder);
    FP64.Init(0);
    RandomEnumerableValues.setSeed(0);
    TLCGlobals.setNumWorkers(1);
    TLCGlobals.chkptDuration = 0;
    TLCGlobals.lnCheck = "final";
    return console;
  }

  /**
   * Parses the module and the cfg file.
   *
   * @throws SpecError if one of them is wrong
   */
  static FastTool load(TlcJob job, Console console) {
    String cfg = job.cfg().toString();
    if (!cfg.endsWith(".cfg")) {
      throw new SpecError(Verdict.CONFIG_ERROR, "the name of a cfg file ends in .cfg: " + cfg);
    }
    String withoutSuffix = cfg.substring(0, cfg.length() - ".cfg".length());
    try {
      return new FastTool("", job.module(), withoutSuffix, new ModuleFinder(job));
    } catch (ConfigFileException | EvalException | TLCRuntimeException e) {
      throw SpecError.of(e, console);
    }
  }

  /**
   * The place in a module that a message of TLC points to: the first one, or the innermost of
   * nested expressions.
   */
  static Optional<SourceLocation> location(String message, Console console) {
    Optional<SourceLocation> found = Optional.empty();
    Matcher matcher = LOCATION.matcher(message);
    while (matcher.find() && (found.isEmpty() || message.contains(NESTED))) {
      found = Optional.of(at(matcher.group(3), matcher.group(1), matcher.group(2)));
    }
    Matcher parser = PARSER_LOCATION.matcher(message);
    if (found.isEmpty() && parser.find()) {
      // The parser does not say which of the modules it is in.
      return Optional.of(at(console.lastParsedModule(), parser.group(1), parser.group(2)));
    }
    return found;
  }

  private static SourceLocation at(String module, String line, String column) {
    return new SourceLocation(module, Integer.parseInt(line), Integer.parseInt(column));
  }
}
