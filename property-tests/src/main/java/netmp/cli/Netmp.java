package netmp.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ScopeType;

/** The netmp command. */
@Command(
    name = "netmp",
    description = "A message-passing TCP/IP stack, its specifications, and the loop between them.",
    mixinStandardHelpOptions = true,
    version = Netmp.VERSION,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      HelpCommand.class,
      LoopCommand.class,
      CheckCommand.class,
      DefectsCommand.class,
      RunCommand.class,
      ValidateCommand.class,
      MutantsCommand.class,
      ConvertCommand.class,
      ExploreCommand.class,
      ReplayCommand.class,
      SoakCommand.class,
      FuzzCommand.class,
      AdversaryCommand.class,
      DrillCommand.class,
      ServeCommand.class,
      FetchCommand.class,
      PingCommand.class,
      ExecCommand.class,
      ReportCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:success", "1:a check failed", "2:bad input", "3:netmp itself failed"})
public final class Netmp {

  /** As in the root pom; a test compares them. */
  static final String VERSION = "netmp 0.1.0-SNAPSHOT";

  /** Made by {@link #main}. */
  Netmp() {}

  /**
   * Runs the command and exits.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  /**
   * Runs the command.
   *
   * @param arguments the command line
   * @return the exit code
   */
  static int execute(String... arguments) {
    return commandLine().execute(arguments);
  }

  /** The command, ready to be run; tests redirect its output. */
  static CommandLine commandLine() {
    return commandLine(new Netmp());
  }

  /** A command with the exit codes of netmp. */
  static CommandLine commandLine(Object command) {
    CommandLine line = new CommandLine(command);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExitCodeExceptionMapper(
        exception -> exception instanceof CommandLine.ParameterException ? 2 : 3);
    line.setExecutionExceptionHandler(
        (exception, failed, parsed) -> {
          if (exception instanceof BadInput) {
            failed.getErr().println("netmp: " + exception.getMessage());
            return 2;
          }
          throw exception;
        });
    return line;
  }
}
