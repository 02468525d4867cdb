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
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import netmp.adversary.EpisodeRun.Judge;
import netmp.adversary.EpisodeRun.Judgement;
import netmp.adversary.EpisodeRun.Verdict;
import netmp.probe.Probe;
import netmp.trace.TraceWriter;
import netmp.validate.TraceEvent;
import netmp.validate.TraceHeader;
import netmp.validate.TraceReader;
import netmp.workload.RunResult;

/**
 * A defect of TCP, in stacks that echo over a bad wire. It is found when {@code
 * specs/tcp/connection} refuses the trace; what else comes of it does not count.
 */
enum PlantedTcp implements PlantedDefect<Episode> {
  /** A FIN is taken before the text in front of it. */
  D93("TextInput", "if (tp.reassembly.finIsAt(tp.rcvNxt)) {", "if (s.has(TcpHeader.FIN)) {"),
  /** A reset is believed wherever in the window it stands. */
  D94(
      "SegmentArrives",
      "if (s.seq != tp.rcvNxt) {",
      "if (!Seq.within(s.seq, tp.rcvNxt, tp.rcvWnd() + 1)) {"),
  /** Text is delivered before what lies in front of it. */
  D97("TextInput", "if (s.seq != tp.rcvNxt) {", "if (Seq.before(s.seq, tp.rcvNxt)) {"),
  /** The window is taken from an old segment. */
  D105(
      "AckInput",
      "return later && !Seq.before(s.ack, tp.sndUna);",
      "return !Seq.before(s.ack, tp.sndUna);");

  private static final String SPEC = "tcp/connection";

  private static final Map<String, Probe> PROBES =
      Arrays.stream(Probe.values()).collect(Collectors.toMap(Probe::action, probe -> probe));

  private final String source;
  private final String original;
  private final String mistake;

  PlantedTcp(String type, String original, String mistake) {
    source = "netmp/tcp/" + type + ".java";
    this.original = original;
    this.mistake = mistake;
  }

  @Override
  public Arbitrary<Episode> episodes() {
    return Episodes.of("tcp-echo");
  }

  @Override
  @SuppressWarnings("unchecked") // what it is of is of the JDK
  public Explorer.Run<Episode> planted(Judge judge) {
    try {
      Path folder = Files.createTempDirectory("planted-tcp");
      Function<Path, String> traces =
          new PatchedClass(source, original, mistake)
              .create(TraceOfEpisode.class, Function.class, folder);
      return episode -> judged(judge, traces, episode, folder.resolve("episode.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Verdict judged(
      Judge judge, Function<Path, String> traces, Episode episode, Path file) {
    try {
      episode.write(file);
      byte[] trace = traces.apply(file).getBytes(StandardCharsets.UTF_8);
      try (TraceReader reader = new TraceReader(new ByteArrayInputStream(trace))) {
        return judged(judge, reader);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Verdict judged(Judge judge, TraceReader reader) throws IOException {
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
        judgement.findings().stream().filter(text -> text.contains(SPEC + " does not")).toList();
    return new Verdict(new RunResult(findings, events, 0, 0, Map.of()), findings);
  }

  @Override
  public Explorer.Run<Episode> sound(Judge judge) {
    return new EpisodeRun(judge);
  }

  @Override
  public boolean isSmall(Episode episode) {
    return episode.datagrams() < 4 && episode.schedule().size() < 15;
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
