package netmp.netisr;

/** What to do about an exception that escaped from a handler on a protocol thread: always a bug. */
@FunctionalInterface
public interface UncaughtHandler {

  /** Reports it and lets the thread go on: a stack with a bug still serves everybody else. */
  UncaughtHandler LOG =
      (cpu, bug) ->
          System.getLogger(Netisr.class.getName())
              .log(System.Logger.Level.ERROR, "bug on the protocol thread of CPU " + cpu, bug);

  /** Lets it end the thread, so that tests fail. */
  UncaughtHandler RETHROW =
      (cpu, bug) -> {
        throw bug;
      };

  /**
   * An exception was caught, and counted. Called on the protocol thread; what this throws ends the
   * thread.
   *
   * @param cpu the thread's CPU
   * @param bug the exception
   */
  void uncaught(int cpu, RuntimeException bug);
}
