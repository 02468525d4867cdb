package netmp.dns;

import java.util.List;
import netmp.dns.Answers.Answer;

/**
 * The way that a message tells from a name along its aliases (RFC 1034 section 3.6.2).
 *
 * @param end where it ends
 * @param ends false if it goes on and on, as in a circle
 * @param ttl seconds for which all of it may be believed
 * @param records at the end, of the kind that was asked for
 */
record Aliases(String end, boolean ends, int ttl, List<DnsRecord> records) {

  /** No sensible chain is longer. */
  private static final int MAX_ALIASES = 16;

  static Aliases of(DnsMessage message, String name, int type) {
    String at = name;
    int ttl = Integer.MAX_VALUE;
    DnsRecord alias = find(message.answers(), at, DnsRecord.CNAME);
    for (int i = 0; alias != null && i < MAX_ALIASES; i++) {
      at = alias.target();
      ttl = Math.min(ttl, alias.ttl());
      alias = find(message.answers(), at, DnsRecord.CNAME);
    }
    String end = at;
    boolean ends = alias == null;
    List<DnsRecord> records =
        message.answers().stream().filter(record -> record.is(end, type)).toList();
    for (DnsRecord record : records) {
      ttl = Math.min(ttl, record.ttl());
    }
    return new Aliases(end, ends, ttl, records);
  }

  private static DnsRecord find(List<DnsRecord> records, String name, int type) {
    return records.stream().filter(record -> record.is(name, type)).findFirst().orElse(null);
  }

  /** What there is, or that there is nothing (RFC 2308 section 2). */
  Answer answer(DnsMessage message) {
    if (!records.isEmpty()) {
      return new Answer(records, true, ttl);
    }
    int negative = 0; // without the beginning of the zone nobody says how long
    for (DnsRecord record : message.authorities()) {
      if (record.type() == DnsRecord.SOA) {
        negative = Math.min(record.ttl(), record.minimum());
      }
    }
    boolean exists = message.rcode() != DnsMessage.NAME_ERROR;
    return new Answer(List.of(), exists, Math.min(ttl, negative));
  }
}
