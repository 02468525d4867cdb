package netmp.fuzz.targets;

import netmp.dns.DnsFormatException;
import netmp.dns.DnsMessage;
import netmp.fuzz.Target;

/** Reads messages of DNS, as a server may send them. */
final class DnsTarget implements Target<byte[]> {

  /** Made by name. */
  DnsTarget() {}

  @Override
  @SuppressWarnings("EmptyCatch") // to refuse is one of two things that it may do
  public void run(byte[] message) {
    try {
      DnsMessage.parse(message, message.length);
    } catch (DnsFormatException refused) {
      // As it should.
    }
  }
}
