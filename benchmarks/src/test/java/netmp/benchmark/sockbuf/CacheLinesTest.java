package netmp.benchmark.sockbuf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import netmp.nic.RxRing;
import netmp.probe.Probes;
import netmp.sockbuf.CpuSockbufs;
import netmp.sockbuf.Design;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

/**
 * What different threads write lies on different cache lines, as this JVM lays classes out: it
 * fills gaps in front of padding with fields of classes below, which no reader of the source sees.
 */
class CacheLinesTest {

  /** Bytes between two fields that are never on one line of 64 bytes, but for their alignment. */
  private static final int APART = 56;

  private static final List<String> SELDOM_WRITTEN =
      List.of("probes", "traced", "highWater", "lowWater", "cantMore");

  @TestFactory
  Stream<DynamicTest> consumerAndProducerOfASockbuf() {
    List<List<String>> groups =
        List.of(
            SELDOM_WRITTEN,
            List.of("rbytes", "rpackets", "wpacketsSeen", "visited", "head", "note"),
            List.of("wpackets", "rpacketsSeen", "wbytes", "rbytesSeen", "tail", "oldestFree"));
    return Stream.of(Design.values())
        .map(
            design ->
                DynamicTest.dynamicTest(
                    design.text(),
                    () -> check(design.create(1 << 16, Probes.OFF, 0).getClass(), groups)));
  }

  @TestFactory
  Stream<DynamicTest> wordsOfCpuSockbufs() {
    List<List<String>> groups =
        List.of(
            SELDOM_WRITTEN,
            List.of("reserved"),
            List.of("ready"),
            List.of("cursor", "left", "owed"));
    return Stream.of(DynamicTest.dynamicTest("n", () -> check(CpuSockbufs.class, groups)));
  }

  /** Nor does what lies in front of the ring in memory share a line with what is written. */
  @Test
  void registersOfAReceiveRing() {
    List<FieldLayout> fields = List.copyOf(ClassLayout.parseClass(RxRing.class).fields());
    assertThat(named(fields, List.of("post")).getFirst().offset()).isGreaterThanOrEqualTo(APART);
    check(
        RxRing.class,
        List.of(
            List.of("post", "poll", "bytes"),
            List.of("claim", "known"),
            List.of("interruptEnabled"),
            List.of("mask", "buffers", "places", "words", "observer")));
  }

  private static void check(Class<?> type, List<List<String>> groups) {
    List<FieldLayout> fields = List.copyOf(ClassLayout.parseClass(type).fields());
    for (List<String> group : groups) {
      for (List<String> other : groups) {
        if (!group.equals(other)) {
          check(named(fields, group), named(fields, other));
        }
      }
    }
  }

  private static List<FieldLayout> named(List<FieldLayout> fields, List<String> names) {
    List<FieldLayout> named = fields.stream().filter(f -> names.contains(f.name())).toList();
    assertThat(named).isNotEmpty();
    return named;
  }

  private static void check(List<FieldLayout> fields, List<FieldLayout> others) {
    for (FieldLayout field : fields) {
      for (FieldLayout other : others) {
        long gap =
            field.offset() < other.offset()
                ? other.offset() - field.offset() - field.size()
                : field.offset() - other.offset() - other.size();
        assertThat(gap)
            .as("bytes between %s and %s", field.name(), other.name())
            .isGreaterThanOrEqualTo(APART);
      }
    }
  }
}
