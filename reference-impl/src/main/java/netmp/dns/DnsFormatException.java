package netmp.dns;

import java.io.IOException;

/** Bytes that are no message of DNS. */
public final class DnsFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  DnsFormatException(String what) {
    super(what);
  }
}
