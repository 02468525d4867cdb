package netmp.dns;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * A message (RFC 1035 section 4.1). What follows the answers and authorities is not kept, nor are
 * these if the message was truncated.
 *
 * @param id of the question
 * @param flags the second word of the header
 * @param questions what is asked
 * @param answers of the question
 * @param authorities who knows
 */
public record DnsMessage(
    int id,
    int flags,
    List<DnsRecord> questions,
    List<DnsRecord> answers,
    List<DnsRecord> authorities) {

  /** The longest over UDP (RFC 1035 section 4.2.1). */
  static final int MAX_UDP = 512;

  /** Flag: this is an answer. */
  static final int QR = 0x8000;

  /** Flag: there is more, which did not fit. */
  static final int TC = 0x0200;

  /** Flag: the server is to ask others. */
  static final int RD = 0x0100;

  private static final int OPCODE = 0x7800;
  private static final int RCODE = 0xf;

  static final int NO_ERROR = 0;
  static final int NAME_ERROR = 3;

  /** A question. */
  static DnsMessage ask(int id, String name, int type) {
    return new DnsMessage(id, RD, List.of(DnsRecord.question(name, type)), List.of(), List.of());
  }

  /**
   * Reads a message.
   *
   * @param bytes where it is, from the first on
   * @param length of it
   * @return the message
   * @throws DnsFormatException if it is none
   */
  public static DnsMessage parse(byte[] bytes, int length) throws DnsFormatException {
    DnsReader in = new DnsReader(bytes, length);
    int id = in.u16();
    int flags = in.u16();
    int questions = in.u16();
    int answers = in.u16();
    int authorities = in.u16();
    in.u16(); // additional records
    List<DnsRecord> asked = in.questions(questions);
    if ((flags & TC) != 0) {
      return new DnsMessage(id, flags, asked, List.of(), List.of()); // RFC 2181 section 9
    }
    return new DnsMessage(id, flags, asked, in.records(answers), in.records(authorities));
  }

  boolean isTruncated() {
    return (flags & TC) != 0;
  }

  int rcode() {
    return flags & RCODE;
  }

  /** RFC 5452 section 9.1: an answer to a question, and to no other. */
  boolean answers(DnsMessage question) {
    boolean standard = (flags & QR) != 0 && (flags & OPCODE) == 0;
    return standard && id == question.id && questions.equals(question.questions);
  }

  /** The message as it is sent, without compression. */
  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int[] header = {id, flags, questions.size(), answers.size(), authorities.size(), 0};
    for (int word : header) {
      u16(out, word);
    }
    for (DnsRecord question : questions) {
      out.writeBytes(DnsName.octets(question.name()));
      u16(out, question.type());
      u16(out, question.dnsClass());
    }
    answers.forEach(record -> write(out, record));
    authorities.forEach(record -> write(out, record));
    return out.toByteArray();
  }

  private static void u16(ByteArrayOutputStream out, int value) {
    out.write(value >>> 8);
    out.write(value);
  }

  private static void u32(ByteArrayOutputStream out, int value) {
    u16(out, value >>> 16);
    u16(out, value);
  }

  private static void write(ByteArrayOutputStream out, DnsRecord record) {
    out.writeBytes(DnsName.octets(record.name()));
    u16(out, record.type());
    u16(out, record.dnsClass());
    u32(out, record.ttl());
    byte[] data = data(record);
    u16(out, data.length);
    out.writeBytes(data);
  }

  private static byte[] data(DnsRecord record) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (record.pointsOn()) {
      out.writeBytes(DnsName.octets(record.target()));
    } else if (record.type() == DnsRecord.SOA) {
      out.writeBytes(new byte[2 + 16]);
      u32(out, record.minimum());
    } else if (record.type() == DnsRecord.A) {
      u32(out, record.address());
    }
    return out.toByteArray();
  }
}
