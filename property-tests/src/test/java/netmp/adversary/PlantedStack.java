package netmp.adversary;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import netmp.action.StackProbe;
import netmp.adversary.EpisodeRun.Judge;
import netmp.adversary.EpisodeRun.Judgement;
import netmp.adversary.EpisodeRun.Verdict;
import netmp.trace.TraceWriter;
import netmp.validate.TraceEvent;
import netmp.validate.TraceHeader;
import netmp.validate.TraceReader;
import netmp.workload.RunResult;

/**
 * A defect planted in the stack by another text in place of the product's, under a workload. It is
 * found when the specification refuses the trace, whatever else comes of it; or, if no event shows
 * it, when the workload finds something.
 */
enum PlantedStack implements PlantedDefect<Episode> {
  /** A FIN is taken before the text in front of it. */
  D93(
      Found.BY_TCP,
      "tcp/TextInput",
      "if (tp.reassembly.finIsAt(tp.rcvNxt)) {",
      "if (s.has(TcpHeader.FIN)) {"),
  /** A reset is believed wherever in the window it stands. */
  D94(
      Found.BY_TCP,
      "tcp/SegmentArrives",
      "if (s.seq != tp.rcvNxt) {",
      "if (!Seq.within(s.seq, tp.rcvNxt, tp.rcvWnd() + 1)) {"),
  /** Text is delivered before what lies in front of it. */
  D97(
      Found.BY_TCP,
      "tcp/TextInput",
      "if (s.seq != tp.rcvNxt) {",
      "if (Seq.before(s.seq, tp.rcvNxt)) {"),
  /** The window is taken from an old segment. */
  D105(
      Found.BY_TCP,
      "tcp/AckInput",
      "return later && !Seq.before(s.ack, tp.sndUna);",
      "return !Seq.before(s.ack, tp.sndUna);"),
  /** The sender sends whatever fits. */
  D108(Found.BY_WINDOW, "tcp/Output", "return goes ? length : 0;", "return length;"),
  /** The user is told when the owner has the socket, and the other CPUs do not yet. */
  D31(Found.BY_RING, "socket/Request", Text.TOUR, Text.atOnce("kind != Kind.DETACH")),
  /** What is taken away goes round the other way than what is put. */
  D32(
      Found.BY_RING,
      "socket/Request",
      "visited = soPort.next(from);",
      """
      visited = soPort.next(from);
      while (kind == Kind.DETACH && soPort.next(visited) != from) {
        visited = soPort.next(visited);
      }
      """),
  /** The block is free while other CPUs have it. */
  D38(Found.BY_RING, "socket/Request", Text.TOUR, Text.atOnce("kind == Kind.DETACH")),
  /** No tombstone. */
  D33(Found.BY_WORKLOAD, "udp/Migration", "tombstones.add(tombstone);", ""),
  /** The tombstone goes before the socket has come. */
  D36(
      Found.BY_MOVES,
      "udp/Migration",
      "pcb.setMoving(tombstone);",
      "pcb.setMoving(tombstone); here.port().put(new Retire(this, tombstone));"),
  /** The tombstone stays. */
  D36_NEVER(Found.BY_WORKLOAD, "udp/Migration", "at.tombstones.remove(tombstone);", ""),
  /** A tagged datagram is taken though the socket is not there, or not any more. */
  D37(
      Found.BY_MOVES,
      "udp/Migration",
      """
      if (here.table.contains(pcb)
              && pcb.tombstone().equals(tag)
              && pcb.takesFrom(packet.foreignAddress(), packet.foreignPort())) {\
      """,
      "if (pcb != null) {");

  /** Under which workload, and who finds it. */
  private enum Found {
    BY_TCP("tcp-echo", "tcp/connection"),
    BY_WINDOW("tcp-echo", "tcp/window"),
    BY_RING("udp-program", "pcb/listen"),
    BY_MOVES("udp-program", "udp/migration"),
    BY_WORKLOAD("udp-program", null);

    final String workload;
    final String spec;

    Found(String workload, String spec) {
      this.workload = workload;
      this.spec = spec;
    }
  }

  /** What is long. */
  private static final class Text {
    static final String TOUR = "goOn(soPort.cpu());";

    private Text() {}

    /** Who asked is told before the other CPUs are. */
    static String atOnce(String when) {
      return """
      if (%s) {
        var port = soPort;
        var changed = socket;
        for (int c = port.next(port.cpu()); c != port.cpu(); c = port.next(c)) {
          int cpu = c;
          port.protocol(cpu).port().put(new netmp.msg.Message() {
            @Override
            protected void dispatch() {
              port.protocol(cpu).replicate(changed);
            }
          });
        }
        finish();
      } else {
        goOn(soPort.cpu());
      }
      """
          .formatted(when);
    }
  }

  private static final Map<String, StackProbe> PROBES =
      Arrays.stream(StackProbe.values())
          .collect(Collectors.toMap(StackProbe::action, probe -> probe));

  private final Found found;
  private final String source;
  private final String original;
  private final String mistake;

  PlantedStack(Found found, String type, String original, String mistake) {
    this.found = found;
    source = "netmp/" + type + ".java";
    this.original = original;
    this.mistake = mistake;
  }

  @Override
  public String id() {
    return name().replace("_NEVER", "-never");
  }

  @Override
  public Arbitrary<Episode> episodes() {
    return Episodes.of(found.workload);
  }

  @Override
  @SuppressWarnings("unchecked") // what it is of is of the JDK
  public Explorer.Run<Episode> planted(Judge judge) {
    boolean byTrace = found.spec != null;
    try {
      Path folder = Files.createTempDirectory("planted");
      Path file = folder.resolve("episode.json");
      Function<Path, String> stack =
          new PatchedClass(source, original, mistake)
              .create(
                  byTrace ? TraceOfEpisode.class : FindingsOfEpisode.class, Function.class, folder);
      return episode -> {
        String text = text(stack, episode, file);
        return byTrace ? judged(judge, text) : found(text.lines().toList());
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Function<Path, String> stack, Episode episode, Path file) {
    try {
      episode.write(file);
      return stack.apply(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Verdict judged(Judge judge, String trace) {
    byte[] bytes = trace.getBytes(StandardCharsets.UTF_8);
    try (TraceReader reader = new TraceReader(new ByteArrayInputStream(bytes))) {
      return judged(judge, reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Verdict judged(Judge judge, TraceReader reader) throws IOException {
    TraceHeader header = reader.header();
    Judgement judgement =
        judge.open(new TraceWriter.Header(header.workload(), header.seed(), false, header.cpus()));
    long events = 0;
    for (TraceEvent e = reader.next(); e != null; e = reader.next()) {
      List<Integer> x = e.arguments();
      long a = x.isEmpty() ? 0 : x.get(0);
      long b = x.size() < 2 ? 0 : x.get(1);
      judgement.event(e.n(), e.from(), e.thread(), e.object(), PROBES.get(e.action()), a, b);
      events++;
    }
    List<String> findings =
        judgement.findings().stream()
            .filter(text -> text.contains(found.spec + " does not"))
            .toList();
    return verdict(findings, events, judgement.visited());
  }

  private static Verdict found(List<String> lines) {
    return verdict(lines.subList(1, lines.size()), Long.parseLong(lines.get(0)), Set.of());
  }

  private static Verdict verdict(List<String> findings, long events, Set<Long> visited) {
    return new Verdict(
        new RunResult(findings, events, 0, 0, Map.of()), findings, List.of(), visited);
  }

  @Override
  public Arbitrary<Episode> calmEpisodes() {
    return Episodes.of(found.workload, Arbitraries.just(Schedule.CALM));
  }

  @Override
  public Episode under(Episode episode, Schedule schedule) {
    return episode.under(schedule);
  }

  @Override
  public Explorer.Run<Episode> sound(Judge judge) {
    return new EpisodeRun(judge);
  }

  @Override
  public boolean isSmall(Episode episode) {
    return episode.datagrams() < 4 && episode.schedule().preemptions().size() < 15;
  }

  @Override
  public void write(Episode episode, Path file) throws IOException {
    episode.write(file);
  }

  @Override
  public Episode read(Path file) throws IOException {
    return Episode.read(file);
  }
}
