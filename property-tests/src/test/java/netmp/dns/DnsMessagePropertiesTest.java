package netmp.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/**
 * Messages that are written are read as they were; of others nothing but the parser's error comes.
 */
class DnsMessagePropertiesTest {

  @Provide
  Arbitrary<DnsMessage> messages() {
    Arbitrary<List<DnsRecord>> records = records().list().ofMaxSize(4);
    Arbitrary<List<DnsRecord>> questions =
        Combinators.combine(names(), Arbitraries.of(1, 5, 12, 16))
            .as(DnsRecord::question)
            .list()
            .ofMaxSize(2);
    Arbitrary<Integer> words = Arbitraries.integers().between(0, 0xffff);
    return Combinators.combine(words, words, questions, records, records)
        .as(
            (id, flags, asked, answers, authorities) ->
                new DnsMessage(id, flags & ~DnsMessage.TC, asked, answers, authorities));
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings()
        .withChars("ab-1")
        .ofMinLength(1)
        .ofMaxLength(12)
        .list()
        .ofMaxSize(4)
        .map(labels -> String.join(".", labels));
  }

  private static Arbitrary<DnsRecord> records() {
    Arbitrary<Integer> ttls = Arbitraries.integers().between(0, Integer.MAX_VALUE);
    return Arbitraries.oneOf(
        Combinators.combine(names(), ttls, Arbitraries.integers()).as(DnsRecord::a),
        Combinators.combine(names(), Arbitraries.of(2, 5, 12), ttls, names())
            .as(DnsRecord::pointer),
        Combinators.combine(names(), ttls, ttls).as(DnsRecord::soa),
        Combinators.combine(names(), ttls)
            .as((name, ttl) -> new DnsRecord(name, DnsRecord.TXT, 1, ttl, 0, "", 0)));
  }

  @Property
  void whatIsWrittenIsRead(@ForAll("messages") DnsMessage message) throws Exception {
    byte[] bytes = message.bytes();
    assertThat(DnsMessage.parse(bytes, bytes.length)).isEqualTo(message);
  }

  @Property
  void compressedToo(@ForAll("messages") DnsMessage message) throws Exception {
    byte[] bytes = compressed(message);
    assertThat(DnsMessage.parse(bytes, bytes.length)).isEqualTo(message);
  }

  /** Names that were written before are pointed to. */
  private static byte[] compressed(DnsMessage message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Map<String, Integer> places = new HashMap<>();
    out.write(message.bytes(), 0, 12);
    for (DnsRecord question : message.questions()) {
      name(out, question.name(), places);
      out.writeBytes(
          ByteBuffer.allocate(4).putShort((short) question.type()).put(3, (byte) 1).array());
    }
    List<DnsRecord> records = new ArrayList<>(message.answers());
    records.addAll(message.authorities());
    for (DnsRecord record : records) {
      name(out, record.name(), places);
      ByteBuffer head = ByteBuffer.allocate(8).putShort((short) record.type());
      out.writeBytes(head.putShort((short) 1).putInt(record.ttl()).array());
      data(out, record, places);
    }
    return out.toByteArray();
  }

  private static void data(
      ByteArrayOutputStream out, DnsRecord record, Map<String, Integer> places) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    if (record.pointsOn() && places.containsKey(record.target())) {
      pointer(data, places.get(record.target()));
    } else if (record.pointsOn()) {
      data.writeBytes(DnsName.octets(record.target()));
    } else if (record.type() == DnsRecord.SOA) {
      data.writeBytes(ByteBuffer.allocate(22).putInt(18, record.minimum()).array());
    } else if (record.type() == DnsRecord.A) {
      data.writeBytes(ByteBuffer.allocate(4).putInt(record.address()).array());
    }
    out.writeBytes(ByteBuffer.allocate(2).putShort((short) data.size()).array());
    out.writeBytes(data.toByteArray());
  }

  private static void name(ByteArrayOutputStream out, String name, Map<String, Integer> places) {
    String rest = name;
    while (!rest.isEmpty()) {
      if (places.containsKey(rest)) {
        pointer(out, places.get(rest));
        return;
      }
      places.put(rest, out.size());
      int dot = rest.indexOf('.');
      String label = dot < 0 ? rest : rest.substring(0, dot);
      out.write(label.length());
      out.writeBytes(label.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      rest = dot < 0 ? "" : rest.substring(dot + 1);
    }
    out.write(0);
  }

  private static void pointer(ByteArrayOutputStream out, int to) {
    out.write(0xc0 | to >>> 8);
    out.write(to);
  }

  /** The parser and a simple one agree on what is a message, and on what it says. */
  @Property(tries = 5000)
  void mutatedMessages(
      @ForAll("messages") DnsMessage message, @ForAll long seed, @ForAll @IntRange(max = 8) int n) {
    byte[] bytes = compressed(message);
    Random random = new Random(seed);
    for (int i = 0; i < n; i++) {
      int at = random.nextInt(4, bytes.length);
      bytes[at] =
          random.nextBoolean()
              ? (byte) random.nextInt(256)
              : bytes[random.nextInt(12, bytes.length + 1) - 1];
    }
    bytes[2] &= ~(DnsMessage.TC >>> 8);
    int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
    String expected = new Naive(bytes, length).read();
    Statistics.collect(expected == null ? "no message" : "message");
    assertThat(read(bytes, length)).isEqualTo(expected);
  }

  private static String read(byte[] bytes, int length) {
    try {
      DnsMessage m = DnsMessage.parse(bytes, length);
      return m.questions() + " " + m.answers() + " " + m.authorities();
    } catch (DnsFormatException e) {
      return null;
    }
  }

  /** RFC 1035 section 4 with a buffer that throws at its end. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Naive(byte[] bytes, int length) {

    String read() {
      try {
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length).slice();
        in.getInt();
        int[] counts = {in.getShort() & 0xffff, in.getShort() & 0xffff, in.getShort() & 0xffff};
        in.getShort();
        List<DnsRecord> questions = new ArrayList<>();
        for (int i = 0; i < counts[0]; i++) {
          questions.add(
              new DnsRecord(name(in), in.getShort() & 0xffff, in.getShort() & 0xffff, 0, 0, "", 0));
        }
        return questions + " " + records(in, counts[1]) + " " + records(in, counts[2]);
      } catch (BufferUnderflowException | IllegalArgumentException e) {
        return null;
      }
    }

    private static List<DnsRecord> records(ByteBuffer in, int count) {
      List<DnsRecord> records = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String name = name(in);
        int type = in.getShort() & 0xffff;
        int dnsClass = in.getShort() & 0xffff;
        int ttl = Math.max(in.getInt(), 0);
        int end = (in.getShort() & 0xffff) + in.position();
        if (end > in.limit()) {
          throw new IllegalArgumentException();
        }
        int address = 0;
        String target = "";
        int minimum = 0;
        if (type == 1 && dnsClass == 1) {
          address = in.getInt();
        } else if (type == 2 || type == 5 || type == 12) {
          target = name(in);
        } else if (type == 6) {
          name(in);
          name(in);
          in.getLong();
          in.getLong();
          minimum = Math.max(in.getInt(), 0);
        } else {
          in.position(end);
        }
        if (in.position() != end) {
          throw new IllegalArgumentException();
        }
        records.add(new DnsRecord(name, type, dnsClass, ttl, address, target, minimum));
      }
      return records;
    }

    private static String name(ByteBuffer in) {
      List<String> labels = new ArrayList<>();
      int end = walk(in, in.position(), in.position(), labels, new int[] {1});
      in.position(end);
      return String.join(".", labels);
    }

    /** Where the name ends, at the place where it began. */
    private static int walk(ByteBuffer in, int at, int begin, List<String> labels, int[] octets) {
      if (at >= in.limit()) {
        throw new IllegalArgumentException();
      }
      int length = in.get(at) & 0xff;
      if (length == 0) {
        return at + 1;
      }
      if (length >= 0xc0) {
        if (at + 1 >= in.limit()) {
          throw new IllegalArgumentException();
        }
        int target = (length & 0x3f) << 8 | (in.get(at + 1) & 0xff);
        if (target >= begin) {
          throw new IllegalArgumentException();
        }
        walk(in, target, target, labels, octets);
        return at + 2;
      }
      octets[0] += length + 1;
      if (length > 63 || octets[0] > 255 || at + 1 + length > in.limit()) {
        throw new IllegalArgumentException();
      }
      byte[] label = new byte[length];
      in.get(at + 1, label);
      labels.add(DnsName.label(label, 0, length));
      return walk(in, at + 1 + length, begin, labels, octets);
    }
  }
}
