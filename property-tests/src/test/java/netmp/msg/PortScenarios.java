package netmp.msg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import netmp.adversary.Scenario;
import netmp.adversary.ScenarioRun;
import netmp.exec.Execution.Kind;

/** Message ports and messages that are waited for, with a defect and without. */
public final class PortScenarios {

  private static final int SENDERS = 2;

  private PortScenarios() {}

  /** All of them. */
  public static List<Scenario> all() {
    return List.of(
        new Scenario(
            "D28",
            sendTwice(PortOfPairs::new),
            sendTwice(run -> new MessagePort(run.execution, run.probes))),
        new Scenario("D43", askEachOther(true), askEachOther(false)));
  }

  /** Users put two messages each. */
  private static Scenario.Setup sendTwice(Function<ScenarioRun, MessagePort> ports) {
    return run -> {
      List<String> log = new ArrayList<>();
      MessagePort port = ports.apply(run);
      port.setOwner(
          run.execution.start("owner", Kind.PROTOCOL, () -> PortOwner.serve(port, run.execution)));
      for (int s = 0; s < SENDERS; s++) {
        String name = "s" + s;
        run.user(
            name,
            () -> {
              ScenarioRun.order(port, () -> log.add(name + "a"));
              ScenarioRun.order(port, () -> log.add(name + "b"));
              run.rest(1);
            });
      }
      run.atEnd(() -> assertThat(log).containsSubsequence("s0a", "s0b"));
      run.atEnd(() -> assertThat(log).containsSubsequence("s1a", "s1b"));
    };
  }

  /** D28: a queue for each CPU from which senders put; every put comes from the other one. */
  private static final class PortOfPairs extends MessagePort {
    private final List<Queue<Message>> pairs = List.of(new ArrayDeque<>(), new ArrayDeque<>());
    private int puts;

    PortOfPairs(ScenarioRun run) {
      super(run.execution, run.probes);
      run.withoutJudge(); // what is found shall be the order in which messages come
    }

    @Override
    void enqueue(Message message) {
      pairs.get(puts++ % 2).add(message);
    }

    @Override
    Message dequeue() {
      Message message = pairs.get(0).poll();
      return message != null ? message : pairs.get(1).poll();
    }

    @Override
    boolean isEmpty() {
      return pairs.get(0).isEmpty() && pairs.get(1).isEmpty();
    }
  }

  /**
   * Two threads that serve a port each and tell each other something while they do. D43: they wait
   * for the answer. They are users here, since a protocol thread is not allowed to wait.
   */
  private static Scenario.Setup askEachOther(boolean wait) {
    return run -> {
      MessagePort[] ports = new MessagePort[2];
      for (int i = 0; i < 2; i++) {
        MessagePort port = new MessagePort(run.execution, run.probes);
        ports[i] = port;
        port.setOwner(run.user("p" + i, () -> serveTwo(run, port)));
      }
      for (int i = 0; i < 2; i++) {
        MessagePort first = ports[i];
        MessagePort second = ports[1 - i];
        run.user(
            "u" + i,
            () ->
                ScenarioRun.order(
                    first,
                    () -> {
                      if (wait) {
                        new Question(run).send(second);
                      } else {
                        ScenarioRun.order(second, () -> {});
                      }
                    }));
      }
    };
  }

  private static void serveTwo(ScenarioRun run, MessagePort port) {
    int handled = 0;
    while (handled < 2) {
      Message message = port.get();
      if (message != null) {
        message.handle();
        handled++;
      } else {
        if (port.announceWait()) {
          run.execution.park();
        }
        port.cancelWait();
      }
    }
  }

  private static final class Question extends SyncMessage {

    Question(ScenarioRun run) {
      super(run.execution);
    }

    @Override
    protected void dispatch() {
      reply();
    }
  }
}
