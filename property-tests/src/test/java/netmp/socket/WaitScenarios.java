package netmp.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import netmp.adversary.Scenario;
import netmp.mbuf.Mbuf;
import netmp.probe.Probes;
import netmp.sim.DeterministicExecution;
import netmp.sockbuf.Design;
import netmp.sockbuf.Sockbuf;
import netmp.sockbuf.SockbufFactory;
import netmp.socket.WaitBench.Users;

/** Waits for data and for space, and the end of file, with a defect and without. */
public final class WaitScenarios {

  private static final long NEVER = Long.MAX_VALUE;

  private WaitScenarios() {}

  /** Who does what only the owner of a socket may do. */
  @FunctionalInterface
  interface Writer {

    /** Does it, or has it done. */
    void does(WaitBench bench, Runnable body);
  }

  /** As the code has it. */
  static final Writer OWNER = WaitBench::order;

  /** D14: another thread than the one that evaluates the predicates. */
  static final Writer ANYBODY = (bench, body) -> body.run();

  /** All of them. */
  public static List<Scenario> all() {
    return List.of(
        new Scenario("D13", planted(PlantedWait.D13, reader(OWNER)), sound(reader(OWNER))),
        new Scenario("D14", sound(reader(ANYBODY)), sound(reader(OWNER))),
        new Scenario("D14-end", sound(ended(ANYBODY)), sound(ended(OWNER))),
        new Scenario("D14-error", sound(failing(ANYBODY)), sound(failing(OWNER))),
        new Scenario("D14-mark", sound(raised(ANYBODY)), sound(raised(OWNER))),
        new Scenario("D15", planted(PlantedWait.D15, drained()), sound(drained())),
        new Scenario("D20-socket", planted(PlantedWait.D20, impatient()), sound(impatient())),
        new Scenario("D22", emptinessFirst(), sound(lastBytes())),
        new Scenario("D24", flushed(true), flushed(false)),
        new Scenario("D27", planted(PlantedWait.D27, timedReader()), sound(timedReader())),
        new Scenario("D60", errorLeftOut(), sound(failing(OWNER))));
  }

  private static Scenario.Setup planted(PlantedWait defect, Users users) {
    return WaitBench.setup(defect, users);
  }

  private static Scenario.Setup sound(Users users) {
    return WaitBench.setup(PlantedWait.NONE, users);
  }

  /** One reader, one packet. */
  static Users reader(Writer writer) {
    return bench -> {
      bench.user("A.reader", () -> assertThat(bench.receive(NEVER)).isEqualTo(Errno.OK));
      bench.user("A.wire", () -> writer.does(bench, () -> bench.append(10)));
    };
  }

  /** Two readers, two packets, one of them empty. */
  static Users readers(Writer writer) {
    return bench -> {
      for (int i = 0; i < 2; i++) {
        bench.user("A.reader" + i, () -> assertThat(bench.receive(NEVER)).isEqualTo(Errno.OK));
      }
      writer.does(bench, () -> bench.append(10));
      writer.does(bench, () -> bench.append(0));
    };
  }

  /** One reader, and the end of file. */
  private static Users ended(Writer writer) {
    return bench -> {
      bench.user("A.reader", () -> assertThat(bench.receive(NEVER)).isEqualTo(Errno.OK));
      bench.user("A.ender", () -> writer.does(bench, bench.socket::cantReceiveMore));
    };
  }

  /** One reader, and an error. */
  static Users failing(Writer writer) {
    return bench -> {
      bench.user("A.reader", () -> assertThat(bench.receive(NEVER)).isEqualTo(Errno.ECONNREFUSED));
      bench.user(
          "A.wire", () -> writer.does(bench, () -> bench.socket.setError(Errno.ECONNREFUSED)));
    };
  }

  /** D60: the predicate of a reader of one byte asks for data and for the end only. */
  private static Scenario.Setup errorLeftOut() {
    return run -> {
      Made made = new Made(new ArrayList<>());
      WaiterList.Factory waiterLists =
          (predicate, probes, traced) ->
              new WaiterList(
                  made.sockbufs.size() == 1 ? dataOrEnd(made.sockbufs.getFirst()) : predicate,
                  probes,
                  traced);
      WaitBench.setup(made, waiterLists, failing(OWNER)).start(run);
    };
  }

  /** The receive buffer is made first. */
  private static WaiterList.Predicate dataOrEnd(Sockbuf received) {
    return want -> received.cantMore() || received.packetsAtMost() > 0;
  }

  /** A writer that finds the buffer full, and a higher mark. */
  private static Users raised(Writer writer) {
    return bench -> {
      fill(bench);
      bench.user("A.writer", () -> assertThat(bench.send(60, NEVER)).isEqualTo(Errno.OK));
      bench.user(
          "A.setter", () -> writer.does(bench, () -> bench.socket.sendBuffer.setHighWater(200)));
    };
  }

  /** A writer that finds the buffer full, and the owner, which takes what is there. */
  private static Users drained() {
    return bench -> {
      fill(bench);
      bench.user("A.writer", () -> assertThat(bench.send(60, NEVER)).isEqualTo(Errno.OK));
      bench.user("A.peer", () -> bench.order(bench::drain));
    };
  }

  /** The owner is told to look, and leaves what is there. */
  private static void fill(WaitBench bench) {
    bench.stopDraining();
    bench.order(() -> bench.socket.sendBuffer.setHighWater(100));
    assertThat(bench.send(60, NEVER)).isEqualTo(Errno.OK);
  }

  /** Two writers of two packets each in a buffer that holds one. */
  static Users writers() {
    return bench -> {
      bench.order(() -> bench.socket.sendBuffer.setHighWater(100));
      for (int i = 0; i < 2; i++) {
        bench.user(
            "A.writer" + i,
            () -> {
              assertThat(bench.send(60, NEVER)).isEqualTo(Errno.OK);
              assertThat(bench.send(60, NEVER)).isEqualTo(Errno.OK);
            });
      }
    };
  }

  /** A reader whose time is over before a packet comes. */
  static Users timedReader() {
    return bench -> {
      long deadline = bench.execution.nanoTime() + 1000;
      assertThat(bench.receive(deadline)).isEqualTo(Errno.EAGAIN);
      assertThat(bench.execution.nanoTime()).isEqualTo(deadline);
    };
  }

  /** A reader that gives up, and asks again; the packet comes about when it does. */
  private static Users impatient() {
    return bench -> {
      bench.user(
          "A.reader",
          () -> {
            Errno end = bench.receive(bench.execution.nanoTime() + 1000);
            if (end == Errno.EAGAIN) {
              end = bench.receive(NEVER);
            }
            assertThat(end).isEqualTo(Errno.OK);
          });
      bench.user(
          "A.wire",
          () -> {
            bench.run.rest(1000);
            bench.order(() -> bench.append(10));
          });
    };
  }

  /** A packet and the end of file right behind it. */
  private static Users lastBytes() {
    return bench -> {
      bench.user("A.reader", () -> assertThat(bench.receiveAll()).as("packets").isEqualTo(1));
      bench.user(
          "A.wire",
          () -> {
            bench.order(() -> bench.append(10));
            bench.order(bench.socket::cantReceiveMore);
          });
    };
  }

  /** D22: the reader looks whether there is a packet before it looks for the mark of the end. */
  private static Scenario.Setup emptinessFirst() {
    return run ->
        WaitBench.setup(new EmptinessFirst(run.execution), PlantedWait.NONE, lastBytes())
            .start(run);
  }

  private record EmptinessFirst(DeterministicExecution execution) implements SockbufFactory {

    @Override
    public Sockbuf create(int highWater, Probes probes, int traced) {
      Sockbuf sockbuf = Design.CUPHOLDER.create(highWater, probes, traced);
      boolean[] empty = new boolean[1];
      return (Sockbuf)
          Proxy.newProxyInstance(
              Sockbuf.class.getClassLoader(),
              new Class<?>[] {Sockbuf.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("cantMore") && !execution.isProtocolThread()) {
                  empty[0] = sockbuf.packetsAtLeast() == 0;
                  execution.switchPoint();
                } else if (method.getName().equals("dequeue") && empty[0]) {
                  sockbuf.first((int) arguments[0]); // claims that it looks now
                  return null;
                }
                return call(method, sockbuf, arguments);
              });
    }

    private static Object call(Method method, Sockbuf sockbuf, Object[] arguments)
        throws Throwable {
      try {
        return method.invoke(sockbuf, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    @Override
    public String text() {
      return Design.CUPHOLDER.text();
    }
  }

  /** D24: who flushes a buffer that a user reads: the owner, or another user under the lock. */
  private static Scenario.Setup flushed(boolean byOwner) {
    return run -> {
      Made made = new Made(new ArrayList<>());
      WaitBench.setup(made, PlantedWait.NONE, flushed(made.sockbufs, byOwner)).start(run);
    };
  }

  private static Users flushed(List<Sockbuf> sockbufs, boolean byOwner) {
    return bench -> {
      bench.order(() -> bench.append(10));
      bench.order(() -> bench.append(20));
      bench.order(bench.socket::cantReceiveMore);
      bench.run.rest(1); // the reply to shutdown comes when the end is marked
      bench.user("A.reader", () -> assertThat(bench.receiveAll()).isBetween(0, 2));
      if (byOwner) {
        bench.order(() -> flush(sockbufs.getFirst()));
      } else {
        bench.socket.receiveBuffer.discard(bench.socket.sockets.current());
      }
    };
  }

  private static void flush(Sockbuf sockbuf) {
    for (Mbuf m = sockbuf.dequeue(0); m != null; m = sockbuf.dequeue(0)) {
      m.free();
    }
  }

  /** Keeps what it has made. */
  private record Made(List<Sockbuf> sockbufs) implements SockbufFactory {

    @Override
    public Sockbuf create(int highWater, Probes probes, int traced) {
      Sockbuf sockbuf = Design.CUPHOLDER.create(highWater, probes, traced);
      sockbufs.add(sockbuf);
      return sockbuf;
    }

    @Override
    public String text() {
      return Design.CUPHOLDER.text();
    }
  }
}
