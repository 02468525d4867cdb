package netmp.dns;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a message (RFC 1035 section 4). Whatever the bytes are it ends, and throws nothing but
 * {@link DnsFormatException}: nothing is read behind the end, and pointers of names lead towards
 * the beginning only.
 */
final class DnsReader {

  private static final int POINTER = 0xc0;

  private final byte[] bytes;
  private final int end;
  private int at;

  DnsReader(byte[] bytes, int length) {
    this.bytes = bytes;
    end = length;
  }

  int u8() throws DnsFormatException {
    if (at >= end) {
      throw new DnsFormatException("ends at octet " + end + ", too early");
    }
    return bytes[at++] & 0xff;
  }

  int u16() throws DnsFormatException {
    int high = u8();
    return high << 8 | u8();
  }

  int u32() throws DnsFormatException {
    int high = u16();
    return high << 16 | u16();
  }

  /** RFC 2181 section 8: 31 bits; with the first bit set it is 0. */
  private int ttl() throws DnsFormatException {
    int ttl = u32();
    return Math.max(ttl, 0);
  }

  /** Section 4.1.4. */
  String name() throws DnsFormatException {
    StringBuilder name = new StringBuilder();
    int begin = at;
    int after = -1;
    int octets = 1;
    for (int length = u8(); length != 0; length = u8()) {
      if (length >= POINTER) {
        int target = (length & ~POINTER) << 8 | u8();
        after = after < 0 ? at : after;
        begin = before(target, begin);
        at = begin;
      } else {
        octets += length + 1;
        label(name, length, octets);
      }
    }
    at = after < 0 ? at : after;
    return name.toString();
  }

  private static int before(int target, int begin) throws DnsFormatException {
    if (target >= begin) {
      throw new DnsFormatException("a pointer at octet " + begin + " or later leads to " + target);
    }
    return target;
  }

  private void label(StringBuilder name, int length, int octets) throws DnsFormatException {
    if (length > DnsName.MAX_LABEL || octets > DnsName.MAX_LENGTH || length > end - at) {
      throw new DnsFormatException("a label at octet " + at + " is too long");
    }
    if (!name.isEmpty()) {
      name.append('.');
    }
    name.append(DnsName.label(bytes, at, length));
    at += length;
  }

  List<DnsRecord> questions(int count) throws DnsFormatException {
    List<DnsRecord> questions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      questions.add(new DnsRecord(name(), u16(), u16(), 0, 0, "", 0));
    }
    return questions;
  }

  List<DnsRecord> records(int count) throws DnsFormatException {
    List<DnsRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(record());
    }
    return records;
  }

  private DnsRecord record() throws DnsFormatException {
    String name = name();
    int type = u16();
    int dnsClass = u16();
    int ttl = ttl();
    int length = u16();
    if (length > end - at) {
      throw new DnsFormatException("the data of a record end behind the message");
    }
    int dataEnd = at + length;
    DnsRecord record = data(new DnsRecord(name, type, dnsClass, ttl, 0, "", 0), dataEnd);
    if (at != dataEnd) {
      throw new DnsFormatException("the data of a record are not as long as they say");
    }
    return record;
  }

  private DnsRecord data(DnsRecord r, int dataEnd) throws DnsFormatException {
    int address = 0;
    String target = "";
    int minimum = 0;
    if (r.type() == DnsRecord.A && r.dnsClass() == DnsRecord.IN) {
      address = u32();
    } else if (r.pointsOn()) {
      target = name();
    } else if (r.type() == DnsRecord.SOA) {
      minimum = soa();
    } else {
      at = dataEnd;
    }
    return new DnsRecord(r.name(), r.type(), r.dnsClass(), r.ttl(), address, target, minimum);
  }

  private int soa() throws DnsFormatException {
    name();
    name();
    for (int i = 0; i < 4; i++) {
      u32();
    }
    return ttl();
  }
}
