package netmp.dns;

/**
 * A resource record (RFC 1035 section 3.2.1). As a question it has neither time to live nor data.
 *
 * @param name whose it is, as {@link DnsName} writes it
 * @param type {@link #A} and so on
 * @param dnsClass {@link #IN}
 * @param ttl seconds, 0..2^31-1
 * @param address the data of an A record
 * @param target the name that is the data of a CNAME, NS or PTR record, else empty
 * @param minimum the last field of an SOA record: for how long what is not there is not there (RFC
 *     2308 section 4)
 */
public record DnsRecord(
    String name, int type, int dnsClass, int ttl, int address, String target, int minimum) {

  /** The class of the Internet. */
  public static final int IN = 1;

  /** A host's address. */
  public static final int A = 1;

  /** A server for a zone. */
  public static final int NS = 2;

  /** The name is an alias of another. */
  public static final int CNAME = 5;

  /** The beginning of a zone. */
  public static final int SOA = 6;

  /** An address's name. */
  public static final int PTR = 12;

  /** Text. */
  public static final int TXT = 16;

  static DnsRecord question(String name, int type) {
    return new DnsRecord(name, type, IN, 0, 0, "", 0);
  }

  static DnsRecord a(String name, int ttl, int address) {
    return new DnsRecord(name, A, IN, ttl, address, "", 0);
  }

  /** Of a type whose data is a name. */
  static DnsRecord pointer(String name, int type, int ttl, String target) {
    return new DnsRecord(name, type, IN, ttl, 0, target, 0);
  }

  static DnsRecord soa(String name, int ttl, int minimum) {
    return new DnsRecord(name, SOA, IN, ttl, 0, "", minimum);
  }

  boolean pointsOn() {
    return type == CNAME || type == PTR || type == NS;
  }

  /** Whether this record answers a question, or says where the answer is. */
  boolean is(String wanted, int wantedType) {
    return type == wantedType && dnsClass == IN && name.equals(wanted);
  }
}
