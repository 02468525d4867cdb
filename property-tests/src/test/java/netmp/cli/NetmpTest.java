package netmp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import netmp.adversary.Episode;
import netmp.adversary.Schedule;
import netmp.adversary.Strategy;
import netmp.capture.CaptureReader;
import netmp.capture.CapturedFrame;
import netmp.pcb.UdpDesign;
import netmp.sockbuf.Design;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a user meets: output, exit codes, and what is said about bad input. */
class NetmpTest {

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void reset() {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
  }

  private int netmp(String... arguments) {
    reset();
    CommandLine line = Netmp.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private JsonNode json(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.add("--json");
    assertThat(netmp(all.toArray(String[]::new))).isIn(0, 1);
    return new ObjectMapper().readTree(out.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loop",
        "check",
        "defects",
        "run",
        "validate",
        "convert",
        "explore",
        "replay",
        "fuzz",
        "adversary",
        "report",
        "drill",
        "serve",
        "fetch",
        "ping",
        "soak"
      })
  void everyCommandHasHelpAndJson(String command) {
    assertThat(netmp(command, "--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: netmp " + command).contains("--json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fly | Unmatched argument",
        "run | name a workload",
        "run fly | no workload 'fly'; netmp run --list shows them",
        "run udp-echo --cpus 3 | --cpus 3: give a power of two",
        "run udp-echo --sim --real | mutually exclusive",
        "run udp-echo --trace /no/such/folder/t | cannot be written",
        "run --capture x.pcap | Missing required argument",
        "run --capture /no/such --host 10.0.0.1 | --capture /no/such: no such file",
        "soak | Missing required option: '--minutes=N'",
        "soak --minutes 0 | --minutes 0.0: give minutes, more than 0 and at most a week",
        "soak --minutes 1 --round-minutes NaN | --round-minutes NaN: give minutes",
        "soak --minutes 1 --round 0 | --round 0: rounds are numbered from 1",
        "soak --minutes 0.01 --output /dev/null/x | --output /dev/null/x: cannot be written",
        "check fly | model unknown: 'fly'; there are ",
        "check msgport/full --checkpoint 0 | --checkpoint 0.0: give minutes, more than 0",
        "check --size huge | Invalid value for option '--size'",
        "check --specs /no/such | no such directory",
        "check handshake --tla2tools /no/such.jar | --tla2tools /no/such.jar: no such file",
        "check handshake --tla2tools pom.xml | --tla2tools pom.xml: not a jar: ",
        "defects D00 | defect unknown: 'D00'; there are D",
        "validate | Missing required parameter",
        "validate /no/such | /no/such: no such file",
        "validate x --engine z3 | Invalid value for option '--engine'",
        "validate x --spec notify | --spec and --model belong to a file of states, .itf.json",
        "validate /no/such.itf.json --spec notify | /no/such.itf.json: no such file",
        "check --dump-trace x.xml | --dump-trace x.xml: give a name that ends in .itf.json, .tla"
            + " or",
        "defects D18 --dump-trace a-b.tla | a module cannot be called 'a-b'",
        "convert x | Missing required parameter",
        "convert /no/such x.ndjson | /no/such: no such file",
        "convert x y --to pdf | Invalid value for option '--to'",
        "validate x y.itf.json | give one file of states",
        "validate x --engine tlc --coverage c | --coverage: plain TLC does not tell",
        "validate x --engine tlc --complete | --complete: plain TLC does not look at the end",
        "validate x --coverage /no/such/c | --coverage /no/such/c: no such folder",
        "validate x --coverage pom.xml | --coverage pom.xml: line 1: not a coverage file",
        "explore fly | there is no adversary for 'fly'",
        "explore --schedules 0 | give at least 1",
        "replay /no/such | /no/such: no such file",
        "drill /no/such | /no/such: no such file",
        "report /no/such | /no/such: no such file",
        "report x --events 0 | --events 0: draw at least one event",
        "serve | Missing required option",
        "serve --tap t | give the stack an --address, such as 10.0.0.2/24, or --dhcp",
        "serve --tap t --dhcp --gateway 10.0.0.1 | --dhcp: leave out --gateway",
        "serve --tap t --dhcp --detect-conflicts | --dhcp: leave out --detect-conflicts",
        "serve --tap t --address 10.0.0.2 | write it with its length, as 10.0.0.2/24",
        "serve --tap t --address 10.0.0.2/31 | prefix length 31 is not in 1..30",
        "serve --tap t --address 10.0.0.x/24 | --address: not an IPv4 address",
        "serve --tap t --address 10.0.0.2/24 --gateway 10.1.0.1 | gateway 10.1.0.1 is not a host",
        "serve --tap t --address 10.0.0.2/24 --route 10.1.0.1/16=10.0.0.3 | bits behind its prefix",
        "serve --tap t --address 10.0.0.2/24 --route 10.1.0.0=10.0.0.3 | write it with its length",
        "serve --tap t --address 10.0.0.2/24 --route 10.1.0.0/16=10.9.0.3 | not another host",
        "serve --tap t --address 10.0.0.2/24 --detect-conflicts=no | give yield or keep",
        "serve --tap t --address 10.0.0.2/24 --cpus 3 | --cpus 3: give a power of two",
        "serve --tap t --address 10.0.0.2/24 --http /no/such | --http /no/such: no such folder",
        "serve --tap t --address 10.0.0.2/24 --pcap /no/such/p | cannot be written",
        "serve --tap a/b --address 10.0.0.2/24 | TAP 'a/b': not a name of an interface",
        "fetch ftp://10.0.0.1/ --tap t --address 10.0.0.2/24 | give a URL as http://",
        "fetch http://host/ --tap t --address 10.0.0.2/24 | not an IPv4 address",
        "ping host --tap t --address 10.0.0.2/24 | host: not an IPv4 address; to look names up",
        "ping 1.2.3 --tap t --address 10.0.0.2/24 | not an IPv4 address",
        "ping host --tap t --address 10.0.0.2/24 --dns ns | --dns: not an IPv4 address",
        "ping 10.0.0.1 -c 0 --tap t --address 10.0.0.2/24 | give a count of at least 1"
      })
  void whatCannotBeUsed(String command, String message) {
    assertThat(netmp(command.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void scriptsOfPacketdrill() throws IOException {
    String good = write("a.pkt", "0 close(7) = -1 EBADF (Bad file descriptor)\n");
    String wrong = write("b.pkt", "0 close(7) = 0\n");
    String other = write("c.pkt", "0 `reboot`\n");
    assertThat(netmp("drill", good, other)).isZero();
    assertThat(out.toString())
        .contains(good + ": passed", other + ": skipped: 1: needs the command `reboot`")
        .contains("2 scripts: 1 passed, 0 failed, 1 skipped, 0 unreadable");
    assertThat(netmp("drill", folder.toString())).isEqualTo(1);
    assertThat(out.toString()).contains(wrong + ":1: runtime error in close call: Expected result");
    String unreadable = write("d.pkt", "0 close(7 = 0\n");
    assertThat(netmp("drill", folder.toString())).isEqualTo(2);
    assertThat(out.toString()).contains(unreadable + ":1:11: expected ')', found '='");
    assertThat(json("drill", wrong, good).get(1).get("verdict").asText()).isEqualTo("PASSED");
  }

  @Test
  void theVersionIsThatOfThePom() throws IOException {
    assertThat(netmp("--version")).isZero();
    String version = out.toString().strip().replace("netmp ", "");
    assertThat(Files.readString(Path.of("../pom.xml"))).contains("<version>" + version + "<");
    assertThat(netmp("run", "--version")).isZero();
    assertThat(out.toString().strip()).isEqualTo("netmp " + version);
  }

  @Test
  void aRunItsTraceAndItsCapture() throws IOException {
    String trace = file("t.ndjson");
    String pcap = file("t.pcapng");
    assertThat(netmp("run", "udp-echo", "--seed", "7", "--trace", trace, "--pcap", pcap)).isZero();
    assertThat(out.toString())
        .startsWith(
            "udp-echo, deterministic, cupholder sockbufs, UDP by local-port, seed 7, 2 CPUs: good");
    assertThat(netmp("validate", trace)).isZero();
    assertThat(out.toString()).contains(": valid: ");
    int[] sent = new int[2];
    try (InputStream in = Files.newInputStream(Path.of(pcap));
        CaptureReader reader = new CaptureReader(in)) {
      for (CapturedFrame f = reader.next(); f != null; f = reader.next()) {
        sent[f.direction() == CapturedFrame.Direction.OUTBOUND ? 0 : 1]++;
      }
    }
    assertThat(sent[0]).isEqualTo(sent[1]).isGreaterThan(100);
  }

  @Test
  void oneSeedOneTrace() throws IOException {
    netmp("run", "udp-echo", "--seed", "7", "--trace", file("a"), "--cpus", "4");
    netmp("run", "udp-echo", "--seed", "7", "--trace", file("b"), "--cpus", "4");
    assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
  }

  /** Takes a step out of a trace without which the next one cannot be; the next one's line. */
  private static int removeAnnouncement(List<String> lines) {
    int at = 400;
    while (!lines.get(at).contains("AnnounceWait")
        || !lines
            .get(at + 1)
            .contains(lines.get(at).replaceAll(".*(\"o\":\"[^\"]*\").*", "$1,\"a\":\"Recheck\""))) {
      at++;
    }
    lines.remove(at);
    return at + 1;
  }

  @Test
  void aTraceThatLacksAnEventIsRefusedByBothEngines() throws IOException {
    netmp("run", "replay-tcp", "--trace", file("t"));
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("t")));
    int refused = removeAnnouncement(lines);
    Files.write(folder.resolve("t"), lines);
    for (String engine : List.of("stream", "tlc")) {
      assertThat(netmp("validate", file("t"), "--engine", engine)).isEqualTo(1);
      assertThat(out.toString()).contains("REFUSED").contains("\nline " + refused + ": ");
    }
    JsonNode json = json("validate", file("t"));
    assertThat(json.get("valid").asBoolean()).isFalse();
    JsonNode trace = json.get("traces").get(0);
    assertThat(trace.get("refusal").get("event").get("line").asInt()).isEqualTo(refused);
    assertThat(trace.get("before").size()).isEqualTo(5);
    assertThat(trace.get("way").size()).as("it cannot be the first step either").isZero();
  }

  /** Of a run that has ended, the end is judged, too. */
  @Test
  void whatIsLeftOpenAtTheEndIsRefused() throws IOException {
    netmp("run", "replay-tcp", "--trace", file("t"));
    assertThat(netmp("validate", file("t"), "--complete")).isZero();
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("t")));
    int last = lines.size() - 1;
    while (!lines.get(last).contains("\"a\":\"Wake\"")) {
      last--;
    }
    lines.remove(last);
    Files.write(folder.resolve("t"), lines);
    assertThat(netmp("validate", file("t"))).isZero();
    assertThat(netmp("validate", file("t"), "--complete")).isEqualTo(1);
    assertThat(out.toString())
        .contains("msgport does not allow the run to end behind ", "waking = 0");
    assertThat(netmp("validate", file("t"), "--complete", "--coverage", file("c"))).isEqualTo(1);
  }

  @Test
  void coverageAddsUpOverTracesAndRuns() throws IOException {
    netmp("run", "replay-tcp", "--trace", file("t"));
    netmp("run", "replay-icmp", "--trace", file("i"));
    assertThat(netmp("validate", file("t"), "--coverage", file("c.json"))).isZero();
    assertThat(out.toString()).contains("never taken", "msgport", "No step was taken of ");
    long once = coverage("msgport").get("actions").get("Put").asLong();
    assertThat(once).isPositive();
    JsonNode json = json("validate", file("t"), file("i"), "--coverage", file("c.json"));
    assertThat(json.get("valid").asBoolean()).isTrue();
    assertThat(json.get("traces").size()).isEqualTo(2);
    assertThat(coverage("msgport").get("actions").get("Put").asLong()).isGreaterThan(2 * once);
    assertThat(json.get("coverage").findValuesAsText("spec")).contains("msgport", "interrupt");
  }

  /** What the file of coverage says of a specification. */
  private JsonNode coverage(String spec) throws IOException {
    return new ObjectMapper()
        .readTree(folder.resolve("c.json").toFile())
        .get("specifications")
        .get(spec);
  }

  @Test
  void tracesThatAreNone() throws IOException {
    String header =
        "{\"netmp\":1,\"workload\":\"w\",\"seed\":1,\"mode\":\"sim\",\"order\":\"total\",\"cpus\":1}\n";
    assertThat(netmp("validate", write("t", header + "{\"n\":1,"))).isEqualTo(2);
    assertThat(err.toString()).contains("line 2: not JSON");
    assertThat(netmp("validate", write("t", header))).isEqualTo(2);
    assertThat(err.toString()).contains("the trace has no events");
    assertThat(netmp("validate", write("t", "hello"))).isEqualTo(2);
    assertThat(err.toString()).contains("line 1: not JSON");
  }

  @Test
  void capturesOfTheUser() throws IOException {
    byte[] udp;
    try (InputStream in = NetmpTest.class.getResourceAsStream("/captures/udp.pcap")) {
      udp = in.readAllBytes();
    }
    Path capture = Files.write(folder.resolve("udp.pcap"), udp);
    assertThat(netmp("run", "--capture", capture.toString(), "--host", "10.9.0.2")).isZero();
    assertThat(netmp("run", "--capture", capture.toString(), "--host", "10.9.0.3")).isEqualTo(2);
    assertThat(err.toString()).contains("no frame in it was sent by 10.9.0.3");
    Files.write(capture, Arrays.copyOf(udp, udp.length - 1));
    assertThat(netmp("run", "--capture", capture.toString(), "--host", "10.9.0.2")).isEqualTo(2);
    assertThat(err.toString()).contains("at byte ").contains("truncated");
  }

  @Test
  void specificationsOfTheUser() throws IOException {
    write("Bad.tla", "---- MODULE Bad ----\nInit == x = \n====\n");
    write("bad.cfg", "SPECIFICATION Spec\n");
    write(
        "manifest.json",
        """
        {"specs": [{"name": "bad", "dir": ".", "module": "Bad",
          "trace": {"kinds": ["port", "so_port"], "module": "Bad", "cfg": "bad.cfg"}, "defects": [],
          "models": [{"name": "bad/small", "module": "Bad", "cfg": "bad.cfg", "size": "small",
            "expect": "ok", "generated": 1, "distinct": 1, "depth": 1, "properties": []}]}]}
        """);
    assertThat(netmp("check", "--specs", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("bad/small: ").contains("Bad.tla:3:");
    netmp("run", "replay-tcp", "--trace", file("t"));
    assertThat(netmp("validate", file("t"), "--specs", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("Bad.tla:3:");
    write("manifest.json", "{");
    assertThat(netmp("check", "--specs", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("manifest.json: line 1: not a manifest");
  }

  @Test
  void aModelIsCheckedAndADifferenceIsAFailure() throws IOException {
    assertThat(netmp("check", "txqueue/small")).isZero();
    assertThat(out.toString()).contains("txqueue/small").contains("all 1 models as the manifest");
    write("Count.tla", COUNT);
    write("count.cfg", "SPECIFICATION Spec\nINVARIANT Small\nCHECK_DEADLOCK FALSE\n");
    write(
        "manifest.json",
        """
        {"specs": [{"name": "count", "dir": ".", "module": "Count", "trace": null, "defects": [],
          "models": [{"name": "count/small", "module": "Count", "cfg": "count.cfg", "size": "small",
            "expect": "ok", "generated": 3, "distinct": 3, "depth": 3, "properties": []}]}]}
        """);
    assertThat(netmp("check", "--specs", folder.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("count/small: verdict: the manifest says OK, TLC found INVARIANT")
        .contains("invariant Small is violated")
        .contains("   2  Up(1)\n        x = 1\n");
  }

  private static final String COUNT =
      """
      ---- MODULE Count ----
      EXTENDS Naturals
      VARIABLES x, y
      Init == x = 0 /\\ y = 0
      Up(n) == x' = x + n /\\ UNCHANGED y
      Next == \\E n \\in {1} : Up(n)
      Small == x < 2
      Spec == Init /\\ [][Next]_<<x, y>>
      ====
      """;

  @Test
  void aBrokenVariantIsTold() throws IOException {
    assertThat(netmp("defects", "D18")).isZero();
    assertThat(out.toString()).contains("refuted").contains("1  initial state");
    assertThat(json("defects", "D45").get(0).get("result").get("verdict").asText())
        .isEqualTo("LIVENESS");
  }

  @Test
  void lists() throws IOException {
    assertThat(netmp("check", "--list")).isZero();
    assertThat(out.toString()).contains("sockbuf/cupholder/ra-full");
    assertThat(netmp("defects", "--list")).isZero();
    assertThat(out.toString()).contains("D14");
    assertThat(netmp("run", "--list")).isZero();
    assertThat(out.toString()).startsWith("udp-echo ");
    assertThat(json("run", "--list").get(0).get("name").asText()).isEqualTo("udp-echo");
    assertThat(json("check", "--list").size()).isGreaterThan(5);
  }

  @Test
  void exploringAndReplaying() throws IOException {
    assertThat(netmp("explore", "--schedules", "5", "--seed", "3")).isZero();
    assertThat(out.toString()).startsWith("explored 5 episodes, workload all (seed 3)");
    Path episode = folder.resolve("e.json");
    new Episode(
            "udp-echo",
            1,
            1,
            1,
            Design.CUPHOLDER,
            UdpDesign.LOCAL_PORT,
            5,
            Schedule.CALM,
            List.of())
        .write(episode);
    for (Strategy strategy : Strategy.values()) {
      assertThat(netmp("explore", "--schedules", "2", "--strategy", strategy.toString())).isZero();
    }
    assertThat(netmp("explore", "tcp-echo", "--guided", "--schedules", "40")).isZero();
    assertThat(netmp("explore", "--strategy", "luck")).isEqualTo(2);
    assertThat(netmp("explore", "--strategy", "pct", "--bound", "-1")).isEqualTo(2);
    assertThat(netmp("replay", episode.toString(), "--trace", file("t"))).isZero();
    assertThat(netmp("validate", file("t"))).isZero();
    assertThat(netmp("replay", write("e2.json", "{\"workload\": 1}"))).isEqualTo(2);
    assertThat(err.toString()).contains("not an episode: line 1");
  }

  @Test
  void aPageOfTraces() throws IOException {
    netmp("run", "replay-tcp", "--trace", file("t"));
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("t")));
    assertThat(netmp("report", file("t"), "--out", file("page.html"))).isZero();
    assertThat(page())
        .contains(
            "Everything is as it should be.",
            "<h2 id=\"table-1\">Coverage</h2>",
            "data-title=\"t\" data-events=\"%d\" data-refused=\"0\"".formatted(lines.size() - 1));
    int refused = removeAnnouncement(lines);
    Files.write(folder.resolve("u"), lines);
    assertThat(netmp("report", file("t"), file("u"), "--out", file("page.html"))).isEqualTo(1);
    assertThat(page())
        .contains(
            "1 of the results below is not as it should be.",
            "u, line " + refused + ": ",
            "data-title=\"u\" data-events=\"%d\" data-refused=\"%d\""
                .formatted(lines.size() - 1, refused));
  }

  @Test
  void aPartOfATraceEndsBehindTheRefusedEvent() throws IOException {
    netmp("run", "replay-tcp", "--trace", file("t"));
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("t")));
    netmp("report", file("t"), "--events", "10", "--out", file("page.html"));
    assertThat(page())
        .contains("data-title=\"t, lines 2 to 11\" data-events=\"10\" data-refused=\"0\"");
    int refused = removeAnnouncement(lines);
    Files.write(folder.resolve("t"), lines);
    netmp("report", file("t"), "--events", "10", "--out", file("page.html"));
    assertThat(page())
        .contains(
            "data-title=\"t, lines %d to %d\" data-events=\"10\" data-refused=\"%d\""
                .formatted(refused - 4, refused + 5, refused));
  }

  private String page() throws IOException {
    return Files.readString(folder.resolve("page.html"), StandardCharsets.UTF_8);
  }
}
