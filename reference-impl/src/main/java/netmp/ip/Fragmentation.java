package netmp.ip;

import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.mbuf.PacketQueue;

/**
 * Cuts datagrams into fragments (RFC 791 sections 2.3 and 3.2), on one CPU. The buffers of a
 * datagram whose sender made them as long as fragments become the fragments; others are copied.
 */
final class Fragmentation {

  private final MbufPool pool;
  private final PacketQueue fragments = new PacketQueue();

  Fragmentation(MbufPool pool) {
    this.pool = pool;
  }

  /**
   * Cuts a datagram.
   *
   * @param datagram starts at its IP header, which is complete; taken unless the result is empty
   * @param headerLength bytes of header
   * @param mtu the longest fragment, at least 68
   * @return the fragments in order, to be taken out at once; empty if buffers are short
   */
  PacketQueue cut(Mbuf datagram, int headerLength, int mtu) {
    if (isCut(datagram, headerLength, mtu)) {
      split(datagram);
    } else if (copy(datagram, headerLength, mtu)) {
      datagram.free();
    }
    return fragments;
  }

  private static boolean isCut(Mbuf datagram, int headerLength, int mtu) {
    int length = datagram.firstLength() - IpHeader.MIN_LENGTH;
    boolean fits = headerLength == IpHeader.MIN_LENGTH;
    Mbuf buffer = datagram.rest();
    while (buffer != null && fits) {
      fits = length <= mtu - IpHeader.MIN_LENGTH && (length & 7) == 0;
      length = buffer.firstLength();
      buffer = buffer.rest();
    }
    return fits && length <= mtu - IpHeader.MIN_LENGTH;
  }

  private void split(Mbuf datagram) {
    int offset = 0;
    Mbuf next = datagram;
    while (next != null) {
      Mbuf rest = next.takeRest();
      if (next != datagram) {
        next.prepend(IpHeader.MIN_LENGTH);
        next.copyFrom(0, datagram, 0, IpHeader.MIN_LENGTH);
      }
      enqueue(next, IpHeader.MIN_LENGTH, offset, rest == null);
      offset += next.length() - IpHeader.MIN_LENGTH;
      next = rest;
    }
  }

  private boolean copy(Mbuf datagram, int headerLength, int mtu) {
    int total = datagram.length() - headerLength;
    for (int offset = 0, length; offset < total; offset += length) {
      Mbuf fragment = pool.alloc();
      if (fragment == null) {
        freeAll();
        return false;
      }
      int header = writeHeader(fragment, datagram, headerLength, offset);
      length = Math.min((mtu - header) & ~7, total - offset);
      fragment.extend(length);
      fragment.copyFrom(header, datagram, headerLength + offset, length);
      enqueue(fragment, header, offset, offset + length == total);
    }
    return true;
  }

  /** The first fragment has all options; the others those that say so. */
  private static int writeHeader(Mbuf fragment, Mbuf datagram, int headerLength, int offset) {
    int copied = offset == 0 ? headerLength : IpHeader.MIN_LENGTH;
    fragment.extend(copied);
    fragment.copyFrom(0, datagram, 0, copied);
    return offset == 0 ? headerLength : IpOptions.copy(datagram, headerLength, fragment);
  }

  private void enqueue(Mbuf fragment, int headerLength, int offset, boolean last) {
    int flags = last ? 0 : IpHeader.MORE_FRAGMENTS;
    IpHeader.writeLength(fragment, headerLength, flags | offset >>> 3);
    fragments.enqueue(fragment);
  }

  private void freeAll() {
    for (Mbuf fragment = fragments.dequeue(); fragment != null; fragment = fragments.dequeue()) {
      fragment.free();
    }
  }
}
