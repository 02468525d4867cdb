package netmp.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import netmp.action.StackProbe;
import netmp.adversary.Scenario;
import netmp.adversary.ScenarioRun;
import netmp.exec.Execution;
import netmp.local.Local;
import netmp.local.PlantedLocal;
import netmp.mbuf.MbufPool;
import netmp.pcb.UdpDesign;
import netmp.probe.Probes;
import netmp.sim.DeterministicExecution;
import netmp.sockbuf.Design;

/** Local stream sockets: accepting, shutting down and closing, with a defect and without. */
public final class StreamScenarios {

  private static final String NAME = "service";
  private static final int BYTES = 10;

  private StreamScenarios() {}

  /** All of them. */
  public static List<Scenario> all() {
    return List.of(
        new Scenario("D16", triedFirst(PlantedLocal.D16), triedFirst(PlantedLocal.NONE)),
        new Scenario("D17", accepted(PlantedLocal.D17), accepted(PlantedLocal.NONE)),
        new Scenario("D22-send", ended(StreamScenarios::looksFirst), ended(LocalBench::new)),
        new Scenario("D23", flushed(false), flushed(true)),
        new Scenario("D23-send", sealedAtOnce(), ended(LocalBench::new)),
        new Scenario("D25", closedTwice(true), closedTwice(false)),
        new Scenario("D44", left(PlantedLocal.D44), left(PlantedLocal.NONE)),
        new Scenario("D44-listener", listenerClosed(true), listenerClosed(false)));
  }

  /** A user accepts a connection, another one connects, on one CPU. */
  public static Scenario.Setup handshake() {
    return accepted(1, PlantedLocal.NONE, StreamScenarios::accept);
  }

  private static void write(StreamSocket socket) throws SocketError {
    assertThat(socket.write(new byte[BYTES], 0, BYTES)).isEqualTo(BYTES);
  }

  /** Reads to the end; how many bytes. */
  private static int readAll(StreamSocket socket) throws SocketError {
    byte[] data = new byte[BYTES];
    int count = 0;
    for (int n = socket.read(data, 0, BYTES); n > 0; n = socket.read(data, 0, BYTES)) {
      count += n;
    }
    return count;
  }

  private static StreamSocket listener(LocalBench bench) throws SocketError {
    StreamSocket listener = bench.sockets.openLocal();
    listener.bind(NAME);
    listener.listen(1);
    return listener;
  }

  /** A user accepts a connection, another one connects. */
  private static Scenario.Setup accepted(PlantedLocal defect) {
    return accepted(2, defect, StreamScenarios::accept);
  }

  /** As {@link #accepted}, but the user looks whether there is a connection before it waits. */
  private static Scenario.Setup triedFirst(PlantedLocal defect) {
    return accepted(
        2,
        defect,
        listener -> {
          listener.setBlocking(false);
          try {
            listener.accept();
          } catch (SocketError e) {
            assertThat(e.errno()).isEqualTo(Errno.EAGAIN);
            listener.setBlocking(true);
            accept(listener);
          }
        });
  }

  /** What a user does with a listener. */
  @FunctionalInterface
  private interface Acceptor {
    void with(StreamSocket listener) throws SocketError;
  }

  private static Scenario.Setup accepted(int cpus, PlantedLocal defect, Acceptor acceptor) {
    return run -> {
      LocalBench bench = new LocalBench(run, cpus, defect);
      run.user(
          "A.main",
          () -> {
            StreamSocket listener = run.undisturbed(() -> listener(bench));
            run.user("A.acceptor", () -> acceptor.with(listener));
            run.user("A.client", () -> bench.sockets.openLocal().connect(NAME));
          });
    };
  }

  private static void accept(StreamSocket listener) throws SocketError {
    StreamSocket connection = listener.accept();
    assertThat(connection.isConnected()).as("connected").isTrue();
    connection.peerEndpoint(new Endpoint());
  }

  /** A user ends receiving while a packet comes; D23: it sets the mark itself. */
  private static Scenario.Setup flushed(boolean byOwner) {
    return run -> {
      LocalBench bench = new LocalBench(run);
      List<StreamSocket> pair = new ArrayList<>();
      run.user(
          "A.main",
          () -> {
            pair.addAll(run.undisturbed(bench.sockets::openPair));
            write(pair.get(0));
            StreamSocket reader = pair.get(1);
            if (byOwner) {
              reader.shutdown(Shutdown.SHUT_RD);
            } else {
              reader.cantReceiveMore();
              reader.receiveBuffer.discard(bench.sockets.current());
            }
            run.rest(1000);
          });
      run.atEnd(
          () ->
              assertThat(pair.get(1).receiveBuffer.bytesEstimate())
                  .as("bytes behind the flush")
                  .isZero());
    };
  }

  /** A user writes while another ends sending, and a third one has the owner look. */
  private static Scenario.Setup ended(Function<ScenarioRun, LocalBench> benches) {
    return run -> ended(run, benches.apply(run), () -> {});
  }

  /** D22. What is found shall be the loss. */
  private static LocalBench looksFirst(ScenarioRun run) {
    run.withoutJudge();
    return new LocalBench(run, 1, PlantedLocal.D22_SEND);
  }

  private static void ended(ScenarioRun run, LocalBench bench, Runnable beforeTheEnd) {
    run.user(
        "A.main",
        () -> {
          List<StreamSocket> pair = run.undisturbed(bench.sockets::openPair);
          StreamSocket sender = pair.get(0);
          int[] written = new int[1];
          run.user(
              "A.writer",
              () -> {
                written[0] += writeIfOpen(sender);
                written[0] += writeIfOpen(sender);
              });
          run.user(
              "A.ender",
              () -> {
                beforeTheEnd.run();
                sender.shutdown(Shutdown.SHUT_WR);
              });
          run.user("A.other", sender.sendBuffer::post);
          int read = readAll(pair.get(1));
          run.rest(1000);
          assertThat(read).as("bytes").isEqualTo(written[0]);
        });
  }

  /** D23: the user who ends sending does not wait for writers. */
  private static Scenario.Setup sealedAtOnce() {
    return run -> {
      Sealer sealer = new Sealer();
      ended(
          run, new LocalBench(run, sealer::sockets), () -> sealer.thread = Thread.currentThread());
    };
  }

  private static int writeIfOpen(StreamSocket socket) {
    try {
      return socket.write(new byte[BYTES], 0, BYTES);
    } catch (SocketError e) {
      assertThat(e.errno()).isEqualTo(Errno.EPIPE);
      return 0;
    }
  }

  /** The thread that takes no lock of a send buffer. */
  private static final class Sealer {
    private Thread thread;

    Sockets sockets(Execution execution, Probes probes, MbufPool pool, List<Local> locals) {
      return new Sockets(
          execution,
          probes,
          Design.CUPHOLDER,
          UdpDesign.LOCAL_PORT,
          pool,
          List.of(),
          List.of(),
          locals) {
        @Override
        SendBuffer sendBuffer(Socket socket) {
          int traced = probes.newObject("so_snd." + Design.CUPHOLDER.text());
          return new SendBuffer(
              socket,
              Design.CUPHOLDER.create(HIGH_WATER, probes, traced),
              lock(execution.newLock()),
              WaiterList::new,
              probes,
              traced);
        }
      };
    }

    private Lock lock(Lock lock) {
      return new ReentrantLock() {
        private static final long serialVersionUID = 1L;

        @Override
        public void lock() {
          if (Thread.currentThread() != thread) {
            lock.lock();
          }
        }

        @Override
        public void unlock() {
          if (Thread.currentThread() != thread) {
            lock.unlock();
          }
        }
      };
    }
  }

  /** A user closes its socket when the peer kills the connection. */
  private static Scenario.Setup closedTwice(boolean inThreeSteps) {
    return run -> {
      List<StateWord> words = new ArrayList<>();
      LocalBench bench =
          new LocalBench(
              run,
              (execution, probes, pool, locals) ->
                  new Sockets(
                      execution,
                      probes,
                      Design.CUPHOLDER,
                      UdpDesign.LOCAL_PORT,
                      pool,
                      List.of(),
                      List.of(),
                      locals) {
                    @Override
                    StateWord stateWord() {
                      words.add(
                          inThreeSteps
                              ? new LoadModifyStore(run.execution, probes)
                              : super.stateWord());
                      return words.getLast();
                    }
                  });
      run.user(
          "A.main",
          () -> {
            List<StreamSocket> pair = run.undisturbed(bench.sockets::openPair);
            pair.get(1).setOption(SocketOption.SO_LINGER, 0);
            run.user("A.killer", pair.get(1)::close);
            run.user("A.closer", pair.get(0)::close);
          });
      run.atEnd(
          () -> assertThat(words.getFirst().has(StateWord.SS_NOFDREF)).as("SS_NOFDREF").isTrue());
    };
  }

  /** D25: what another thread changes between the load and the store is lost. */
  private static final class LoadModifyStore extends StateWord {
    private final DeterministicExecution execution;

    LoadModifyStore(DeterministicExecution execution, Probes probes) {
      super(probes);
      this.execution = execution;
    }

    @Override
    void change(int set, int clear) {
      int flags = word;
      execution.switchPoint();
      word = (flags | set) & ~clear;
      Probes.hit(probes, StackProbe.CHANGE_STATE, traced, set, clear);
    }
  }

  /** A user closes its socket while a packet comes. */
  private static Scenario.Setup left(PlantedLocal defect) {
    return run -> {
      LocalBench bench = new LocalBench(run, 1, defect);
      run.user(
          "A.main",
          () -> {
            List<StreamSocket> pair = run.undisturbed(bench.sockets::openPair);
            run.user("A.closer", pair.get(1)::close);
            writeIfOpen(pair.get(0));
            pair.get(0).close();
            run.rest(1000);
          });
      run.atEnd(
          () -> assertThat(bench.pool.available()).as("packets").isEqualTo(LocalBench.PACKETS));
    };
  }

  /** A listener is closed while somebody connects, who is told that nobody is there any more. */
  private static Scenario.Setup listenerClosed(boolean early) {
    return run -> {
      LocalBench bench = new LocalBench(run, early ? StreamScenarios::impatient : LocalBench.SOUND);
      run.user(
          "A.main",
          () -> {
            StreamSocket listener = run.undisturbed(() -> listener(bench));
            StreamSocket client = run.undisturbed(bench.sockets::openLocal);
            client.setBlocking(false);
            fails(() -> client.connect(NAME), Errno.EINPROGRESS);
            listener.close();
            run.rest(1000);
            client.setBlocking(true);
            fails(() -> readAll(client), Errno.ECONNRESET, Errno.ENOTCONN);
          });
    };
  }

  private static void fails(ScenarioRun.Task call, Errno... how) throws Exception {
    try {
      call.run();
    } catch (SocketError e) {
      assertThat(e.errno()).isIn((Object[]) how);
      return;
    }
    throw new AssertionError("it did not fail");
  }

  /** D44: who closes a listener does not wait for connections that are not complete. */
  private static Sockets impatient(
      Execution execution, Probes probes, MbufPool pool, List<Local> locals) {
    return new Sockets(
        execution,
        probes,
        Design.CUPHOLDER,
        UdpDesign.LOCAL_PORT,
        pool,
        List.of(),
        List.of(),
        locals) {
      @Override
      AcceptQueue acceptQueue(int backlog) {
        return new AcceptQueue(backlog, WaiterList::new, probes) {
          @Override
          int completing() {
            return 0;
          }
        };
      }
    };
  }
}
