package netmp.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Calls, and what a model says that each must answer. A chain of actions writes it; a machine of
 * real sockets is then held to it.
 *
 * @param <M> the machine
 */
final class Script<M> {

  /** A call as it is made. */
  @FunctionalInterface
  interface Call<M> {

    /** Returns what the call answered, as a model writes it. */
    String on(M machine) throws SocketError;
  }

  private record Step<M>(String text, Call<M> call, String expected) {}

  private final List<Step<M>> steps = new ArrayList<>();

  boolean isEmpty() {
    return steps.isEmpty();
  }

  void add(String text, Call<M> call, String expected) {
    steps.add(new Step<>(text, call, expected));
  }

  /** Makes the calls one after the other; after each the machine comes to rest. */
  void run(M machine, Runnable rest) {
    for (int i = 0; i < steps.size(); i++) {
      Step<M> step = steps.get(i);
      assertThat(answer(step.call, machine)).as(describe(i)).isEqualTo(step.expected);
      rest.run();
    }
  }

  private static <M> String answer(Call<M> call, M machine) {
    try {
      return call.on(machine);
    } catch (SocketError e) {
      return e.errno().name();
    }
  }

  private String describe(int last) {
    return steps.subList(0, last + 1).stream()
        .map(step -> step.text + " = " + step.expected)
        .collect(Collectors.joining("\n  ", "\n  ", "?"));
  }
}
