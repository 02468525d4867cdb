package netmp.msg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import netmp.exec.Execution;
import netmp.exec.Execution.Kind;
import netmp.exec.RealExecution;
import netmp.probe.Probes;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.sim.ScheduleChooser;
import netmp.sim.SimTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MessagePortTest {

  private static final int SENDERS = 3;

  private final List<String> log = new ArrayList<>();

  private final class Note extends Message {
    private final String text;

    Note(String text) {
      this.text = text;
    }

    @Override
    protected void dispatch() {
      log.add(text);
    }
  }

  private final class Question extends SyncMessage {
    private int answer;

    Question(Execution execution) {
      super(execution);
    }

    @Override
    protected void dispatch() {
      answer++;
      log.add("question");
      reply();
    }
  }

  /** Takes messages until so many have come; sleeps between them as a protocol thread does. */
  private static void serve(MessagePort port, Execution execution, int count) {
    int handled = 0;
    while (handled < count) {
      Message message = port.get();
      if (message != null) {
        message.handle();
        handled++;
      } else {
        if (port.announceWait()) {
          execution.park();
        }
        port.cancelWait();
      }
    }
  }

  @Test
  void messagesOfASenderComeInOrder() {
    MessagePort port = new MessagePort(new RealExecution(), Probes.OFF);
    assertThat(port.get()).isNull();
    port.put(new Note("a"));
    port.put(new Note("b"));
    port.get().handle();
    port.get().handle();
    assertThat(port.get()).isNull();
    assertThat(log).containsExactly("a", "b");
  }

  @Test
  void theOwnerLooksAgainBeforeItSleeps() {
    MessagePort port = new MessagePort(new RealExecution(), Probes.OFF);
    assertThat(port.announceWait()).isTrue();
    port.cancelWait();
    port.put(new Note("a"));
    assertThat(port.announceWait()).isFalse();
    port.cancelWait();
  }

  @Test
  void noWakeupIsLostUnderAnySchedule() {
    for (long seed = 0; seed < 2000; seed++) {
      Result result = sendTwice(seed);
      assertThat(result.completed()).as("seed %d: %s", seed, result.detail()).isTrue();
      assertThat(isInOrder()).as("seed %d: %s", seed, log).isTrue();
    }
  }

  private boolean isInOrder() {
    for (int s = 0; s < SENDERS; s++) {
      if (log.indexOf("s" + s + "b") < log.indexOf("s" + s + "a")) {
        return false;
      }
    }
    return true;
  }

  private Result sendTwice(long seed) {
    log.clear();
    DeterministicExecution execution =
        new DeterministicExecution(ScheduleChooser.uniform(new SplittableRandom(seed)), 100_000);
    Probes probes = new SimTrace(execution, null).probes("A");
    MessagePort port = new MessagePort(execution, probes);
    port.setOwner(execution.start("owner", Kind.USER, () -> serve(port, execution, 2 * SENDERS)));
    for (int s = 0; s < SENDERS; s++) {
      String name = "s" + s;
      execution.start(
          name,
          Kind.USER,
          () -> {
            port.put(new Note(name + "a"));
            port.put(new Note(name + "b"));
          });
    }
    return execution.run();
  }

  @Test
  void aQuestionIsAnsweredOnceUnderAnySchedule() {
    for (long seed = 0; seed < 500; seed++) {
      log.clear();
      DeterministicExecution execution =
          new DeterministicExecution(ScheduleChooser.uniform(new SplittableRandom(seed)), 100_000);
      MessagePort port = new MessagePort(execution, new SimTrace(execution, null).probes("A"));
      port.setOwner(execution.start("owner", Kind.PROTOCOL, () -> serve(port, execution, 99)));
      for (int u = 0; u < 2; u++) {
        execution.start(
            "u" + u,
            Kind.USER,
            () -> {
              Question question = new Question(execution);
              for (int i = 1; i <= 2; i++) {
                question.send(port);
                assertThat(question.answer).isEqualTo(i);
              }
            });
      }
      Result result = execution.run();
      assertThat(result.completed()).as("seed %d: %s", seed, result.detail()).isTrue();
      assertThat(log).hasSize(4);
    }
  }

  @Test
  void aSecondReplyIsADefect() {
    Question question = new Question(new RealExecution());
    assertThatThrownBy(question::reply).isInstanceOf(AssertionError.class);
  }

  @Test
  void realThreadsLoseNothing() throws InterruptedException {
    int each = 50_000;
    RealExecution execution = new RealExecution();
    MessagePort port = new MessagePort(execution, Probes.OFF);
    int[] handled = new int[1];
    Thread owner =
        execution.start("owner", Kind.PROTOCOL, () -> serve(port, execution, SENDERS * each));
    port.setOwner(owner);
    for (int s = 0; s < SENDERS; s++) {
      execution.start(
          "s" + s,
          Kind.USER,
          () -> {
            for (int i = 0; i < each; i++) {
              port.put(
                  new Message() {
                    @Override
                    protected void dispatch() {
                      handled[0]++;
                    }
                  });
            }
          });
    }
    owner.join();
    assertThat(handled[0]).isEqualTo(SENDERS * each);
  }
}
