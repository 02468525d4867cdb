package netmp.tcp;

/** When SYNs are answered with cookies (RFC 4987 section 3.6; BSD's and Linux's tcp_syncookies). */
public enum SynCookies {
  /** Never: the oldest entry of a full SYN cache makes room for a new one. */
  NEVER,
  /** When the SYN cache is full. */
  WHEN_FULL,
  /** Always: there is no SYN cache. */
  ALWAYS
}
