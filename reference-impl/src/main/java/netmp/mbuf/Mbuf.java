package netmp.mbuf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import netmp.action.StackProbe;
import netmp.msg.Message;
import netmp.nic.RxRing;
import netmp.nic.RxStatus;
import netmp.nic.TxCommand;
import netmp.nic.TxRing;
import netmp.offload.Checksum;

/**
 * A packet: bytes 0..{@link #length}-1, whose both ends move, and the notes the layers pass along
 * with it (BSD's packet header). Where the bytes lie is nobody's business but this package's and
 * the device rings'.
 *
 * <p>A packet has one owner at a time; only the owner touches it. Handing it to a method that is
 * documented to take it, to a queue or to a port hands over ownership, and the queue or port orders
 * the owner's writes before the next owner's reads. The last owner calls {@link #free}.
 *
 * <p>With assertions on, use after free, double free and writes into a freed cluster fail where
 * they happen or at the next allocation, and packets that users took from a socket and did not free
 * fail at their next receive or at close ({@link Custody}).
 *
 * <p>The packet is itself the message in which it travels between protocol threads ({@link
 * #dispatchTo}), as the netmsg inside DragonFly's mbuf: a hop allocates nothing.
 *
 * <p>A packet that is longer than a buffer lies in several, each linked from the one before (BSD's
 * m_next). Its bytes are counted through all of them, and reading does not tell where one ends. The
 * first buffer is the packet: it has the notes, and what is written lies in it.
 *
 * <p>Numbers are big-endian, network order. An access outside the packet throws
 * IndexOutOfBoundsException: layers check lengths first and count what is too short, so it is a
 * bug.
 */
public final class Mbuf extends Message {

  /** {@link #receiveCpu} of a packet that did not come from a link. */
  public static final int NOT_RECEIVED = -1;

  /**
   * The most bytes that a packet of one buffer can have, in any pool, when nothing is prepended. A
   * pool may have longer buffers.
   */
  public static final int MAX_LENGTH = 1902;

  private static final int CLUSTER = 2048;

  private static final int VLAN_MASK = 0xfff;

  private static final byte TRASH = (byte) 0xde;

  /**
   * Room in front for every header a layer prepends: 14 Ethernet, 60 IPv4, 60 transport. Together
   * with the Ethernet header it is a multiple of 16, so that the IP header of a received frame is
   * aligned.
   */
  private static final int HEADROOM = CLUSTER - MAX_LENGTH;

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final VarHandle NEXT;

  static {
    try {
      NEXT = MethodHandles.lookup().findVarHandle(Mbuf.class, "next", Mbuf.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int header;
  private MbufPool pool;
  private byte[] cluster;

  /** Of the cluster, in its pool. */
  private int place;

  /** The cluster's number in traces. */
  private int traced;

  private int start;
  private int end;
  private boolean live;

  private Mbuf next;

  /** The buffers behind this one, and how many bytes they hold; the latter of a first buffer. */
  private Mbuf rest;

  private int restLength;

  private Mbuf control;
  private PacketHandler handler;

  /** Who asks whether the packet is freed; with assertions only. */
  private Custody custody;

  private int foreignAddress;
  private int localAddress;
  private int foreignPort;
  private int localPort;
  private int nextHop;
  private int receiveCpu;
  private int ifnet;
  private boolean linkGroup;
  private boolean urgent;
  private boolean checksumGood;
  private boolean checksumLeft;
  private int segmentText;
  private int vlan;
  private byte typeOfService;
  private byte timeToLive;

  Mbuf(MbufPool pool, int header, int place, int mostBytes, int traced) {
    this.pool = pool;
    this.header = header;
    this.place = place;
    this.traced = traced;
    cluster = new byte[HEADROOM + mostBytes];
    assert trash();
  }

  private Mbuf(int header) {
    this.header = header;
  }

  /**
   * A header without a cluster: no packet, but a place in a list, and where a packet can move
   * ({@link #exchange}).
   *
   * @param header its number
   * @return the header
   */
  public static Mbuf header(int header) {
    return new Mbuf(header);
  }

  /** Which of the pool's clusters it has, from 0. */
  int place() {
    return place;
  }

  /** The number of the cluster in traces. */
  int traced() {
    return traced;
  }

  /** Makes a free buffer an empty packet with full headroom and blank metadata. */
  void allocated() {
    assert !live : "allocated twice";
    assert isTrash() : "written after free";
    live = true;
    start = HEADROOM;
    end = HEADROOM;
    next = null;
    rest = null;
    restLength = 0;
    control = null;
    handler = null;
    setFlow(0, 0, 0, 0);
    nextHop = 0;
    receiveCpu = NOT_RECEIVED;
    ifnet = 0;
    linkGroup = false;
    urgent = false;
    setOffloads(false, false, 0, 0);
    setService(0, 0);
  }

  /** Gives the buffer back to its pool. Any thread that owns the packet. */
  public void free() {
    assert live : "freed twice";
    assert next == null : "freed while in a queue";
    if (control != null) {
      control.free();
      control = null;
    }
    freeRest();
    live = false;
    assert leaveCustody() && trash();
    pool.release(this);
  }

  private void freeRest() {
    Mbuf buffer = rest;
    rest = null;
    restLength = 0;
    while (buffer != null) {
      Mbuf behind = buffer.rest;
      buffer.rest = null;
      buffer.free();
      buffer = behind;
    }
  }

  /** So that who writes after free is found (BSD's trash_dtor). */
  private boolean trash() {
    Arrays.fill(cluster, TRASH);
    return true;
  }

  private boolean isTrash() {
    for (byte each : cluster) {
      if (each != TRASH) {
        return false;
      }
    }
    return true;
  }

  void enter(Custody of) {
    custody = of;
  }

  private boolean leaveCustody() {
    Custody of = custody;
    custody = null;
    return of == null || of.released(this);
  }

  // ---- the bytes ----

  /**
   * How many bytes the packet has.
   *
   * @return 0..{@link #MAX_LENGTH} plus what was prepended, in one buffer; up to 65535 and a
   *     link-layer header in several
   */
  public int length() {
    return end - start + restLength;
  }

  /**
   * How many bytes can still be prepended.
   *
   * @return 146 in a fresh packet
   */
  public int headroom() {
    return start;
  }

  /**
   * How many bytes the packet can still be extended by.
   *
   * @return at least {@link #MAX_LENGTH} in a fresh packet, 0 in one of several buffers
   */
  public int tailroom() {
    return rest == null ? cluster.length - end : 0;
  }

  /**
   * Makes room for a header: byte 0 becomes byte n. The new bytes hold anything; the caller writes
   * all of them.
   *
   * @param n number of bytes, 0..{@link #headroom}
   * @throws IndexOutOfBoundsException when there is less headroom
   */
  public void prepend(int n) {
    Objects.checkIndex(n, headroom() + 1);
    start -= n;
  }

  /**
   * Removes a header: byte n becomes byte 0. {@link #prepend} brings back those bytes of it that
   * lie in the first buffer.
   *
   * @param n number of bytes, 0..{@link #length}
   * @throws IndexOutOfBoundsException when the packet is shorter
   */
  public void trimFront(int n) {
    Objects.checkIndex(n, length() + 1);
    int inFirst = Math.min(n, end - start);
    start += inFirst;
    if (n > inFirst) {
      trimRest(n - inFirst);
    }
  }

  /** Removes bytes behind the first buffer, from the front. */
  private void trimRest(int n) {
    int left = n;
    while (rest != null && left >= rest.end - rest.start) {
      Mbuf emptied = rest;
      left -= emptied.end - emptied.start;
      rest = emptied.rest;
      emptied.rest = null;
      emptied.free();
    }
    if (left > 0) {
      rest.start += left;
    }
    restLength -= n;
  }

  /**
   * Takes a byte out of the middle: those before it in its buffer move up.
   *
   * @param at its index, 0..{@link #length} - 1
   * @throws IndexOutOfBoundsException when the packet is shorter
   */
  public void remove(int at) {
    int left = Objects.checkIndex(at, length());
    Mbuf part = this;
    while (left >= part.end - part.start) {
      left -= part.end - part.start;
      part = part.rest;
    }
    System.arraycopy(part.cluster, part.start, part.cluster, part.start + 1, left);
    part.start++;
    restLength -= part == this ? 0 : 1;
  }

  /**
   * Removes bytes from the end.
   *
   * @param n number of bytes, 0..{@link #length}
   * @throws IndexOutOfBoundsException when the packet is shorter
   */
  public void trimBack(int n) {
    Objects.checkIndex(n, length() + 1);
    int keep = length() - n;
    Mbuf last = this;
    int left = keep;
    while (left > last.end - last.start) {
      left -= last.end - last.start;
      last = last.rest;
    }
    last.end = last.start + left;
    last.freeRest();
    restLength = keep - (end - start);
  }

  /**
   * Makes room at the end. The new bytes hold anything; the caller writes all of them.
   *
   * @param n number of bytes, 0..{@link #tailroom}
   * @throws IndexOutOfBoundsException when there is less room
   */
  public void extend(int n) {
    Objects.checkIndex(n, tailroom() + 1);
    end += n;
  }

  /**
   * Reads a byte.
   *
   * @param at index, 0..{@link #length}-1
   * @return 0..255
   */
  public int u8(int at) {
    return isInFirst(at, 1) ? cluster[index(at, 1)] & 0xff : rest.u8(at - (end - start));
  }

  /**
   * Reads two bytes.
   *
   * @param at index of the first, 0..{@link #length}-2
   * @return 0..65535
   */
  public int u16(int at) {
    return isInFirst(at, 2)
        ? (short) SHORTS.get(cluster, index(at, 2)) & 0xffff
        : u8(at) << 8 | u8(at + 1);
  }

  /**
   * Reads four bytes, such as an IPv4 address.
   *
   * @param at index of the first, 0..{@link #length}-4
   * @return the 32 bits
   */
  public int u32(int at) {
    return isInFirst(at, 4) ? (int) INTS.get(cluster, index(at, 4)) : u16(at) << 16 | u16(at + 2);
  }

  /**
   * Writes a byte.
   *
   * @param at index, 0..{@link #length}-1
   * @param value its low 8 bits are written
   */
  public void setU8(int at, int value) {
    cluster[index(at, 1)] = (byte) value;
  }

  /**
   * Writes two bytes.
   *
   * @param at index of the first, 0..{@link #length}-2
   * @param value its low 16 bits are written
   */
  public void setU16(int at, int value) {
    SHORTS.set(cluster, index(at, 2), (short) value);
  }

  /**
   * Writes four bytes.
   *
   * @param at index of the first, 0..{@link #length}-4
   * @param value the 32 bits
   */
  public void setU32(int at, int value) {
    INTS.set(cluster, index(at, 4), value);
  }

  /**
   * Copies bytes into the packet.
   *
   * @param at index in the packet of the first byte
   * @param source array to copy from
   * @param offset index of the first byte there
   * @param count number of bytes
   */
  public void copyIn(int at, byte[] source, int offset, int count) {
    System.arraycopy(source, offset, cluster, index(at, count), count);
  }

  /**
   * Copies bytes into the packet.
   *
   * @param at index in the packet of the first byte
   * @param source buffer to copy from, whose position stays
   * @param offset index of the first byte there
   * @param count number of bytes
   */
  public void copyIn(int at, ByteBuffer source, int offset, int count) {
    source.get(offset, cluster, index(at, count), count);
  }

  /**
   * Copies bytes out of the packet.
   *
   * @param at index in the packet of the first byte
   * @param target array to copy into
   * @param offset index of the first byte there
   * @param count number of bytes
   */
  public void copyOut(int at, byte[] target, int offset, int count) {
    if (isInFirst(at, count)) {
      System.arraycopy(cluster, index(at, count), target, offset, count);
      return;
    }
    int inFirst = Math.max(0, end - start - at);
    if (inFirst > 0) {
      System.arraycopy(cluster, index(at, inFirst), target, offset, inFirst);
    }
    rest.copyOut(at + inFirst - (end - start), target, offset + inFirst, count - inFirst);
  }

  /**
   * Copies bytes out of the packet.
   *
   * @param at index in the packet of the first byte
   * @param target buffer to copy into, whose position stays
   * @param offset index of the first byte there
   * @param count number of bytes
   */
  public void copyOut(int at, ByteBuffer target, int offset, int count) {
    int inFirst = Math.clamp(end - start - at, 0, count);
    if (inFirst > 0) {
      target.put(offset, cluster, index(at, inFirst), inFirst);
    }
    if (inFirst < count) {
      rest.copyOut(at + inFirst - (end - start), target, offset + inFirst, count - inFirst);
    }
  }

  /**
   * Copies bytes from another packet, such as a header to quote. The caller owns both.
   *
   * @param at index in this packet of the first byte
   * @param source packet to copy from
   * @param from index of the first byte there
   * @param count number of bytes
   */
  public void copyFrom(int at, Mbuf source, int from, int count) {
    source.copyOut(from, cluster, index(at, count), count);
  }

  /**
   * The partial Internet checksum of a stretch of the packet; see {@link Checksum}.
   *
   * @param at index of the first byte
   * @param count number of bytes; odd only for the last stretch of a sum
   * @return the sum, folded, not complemented, 0..0xffff
   */
  public int checksum(int at, int count) {
    if (isInFirst(at, count)) {
      return Checksum.of(cluster, index(at, count), count);
    }
    int inFirst = Math.max(0, end - start - at);
    int sum = inFirst > 0 ? Checksum.of(cluster, index(at, inFirst), inFirst) : 0;
    int behind = rest.checksum(at + inFirst - (end - start), count - inFirst);
    return Checksum.add(sum, (inFirst & 1) == 0 ? behind : Checksum.swap(behind));
  }

  /** Whether a stretch lies in the first buffer, or nowhere, which is found out next. */
  private boolean isInFirst(int at, int count) {
    return rest == null || at + count <= end - start;
  }

  private int index(int at, int count) {
    assert live : "used after free";
    return start + Objects.checkFromIndexSize(at, count, end - start);
  }

  // ---- several buffers ----

  /**
   * Puts the bytes of another packet behind those of this one, copied if they fit into its last
   * buffer (BSD's m_cat), so that what is small does not occupy much.
   *
   * @param more a packet without control data; taken
   */
  public void concatenate(Mbuf more) {
    Mbuf last = last();
    int bytes = more.length();
    if (bytes > last.tailroom()) {
      append(more);
      return;
    }
    int at = last.end - last.start;
    last.end += bytes;
    last.copyFrom(at, more, 0, bytes);
    more.free();
    restLength += last == this ? 0 : bytes;
  }

  /**
   * Puts the buffers of another packet behind those of this one, as they are.
   *
   * @param more a packet without control data; taken
   */
  public void append(Mbuf more) {
    assert more.live && more.control == null && more.next == null : "cannot become a part";
    restLength += more.length();
    more.restLength = 0;
    last().rest = more;
  }

  private Mbuf last() {
    Mbuf last = this;
    while (last.rest != null) {
      last = last.rest;
    }
    return last;
  }

  /**
   * How many bytes are in the first buffer.
   *
   * @return 0..{@link #length}
   */
  public int firstLength() {
    return end - start;
  }

  /**
   * The buffer behind the first one; for looking at its {@link #firstLength}, and the ones behind.
   *
   * @return a buffer that is part of this packet, or null
   */
  public Mbuf rest() {
    return rest;
  }

  /**
   * Splits the packet behind its first buffer.
   *
   * @return all other buffers, as a packet of the caller, or null if there are none
   */
  public Mbuf takeRest() {
    Mbuf split = rest;
    if (split != null) {
      split.restLength = restLength - (split.end - split.start);
      rest = null;
      restLength = 0;
    }
    return split;
  }

  // ---- the packet and the device ----

  /**
   * Lends the packet's room to a receive ring; the device writes a frame of up to {@link #tailroom}
   * bytes into it. For the driver, on the thread that owns the ring.
   *
   * @param ring the ring; while the descriptor is posted the device owns the bytes
   * @return the index of the descriptor, or -1 when the ring is full and the packet was not lent
   */
  public int postTo(RxRing ring) {
    assert live && length() == 0 : "only an empty packet can be lent to a device";
    int index = ring.post(cluster, start, cluster.length - start);
    if (index >= 0) {
      pool.report(StackProbe.LEND_MBUF, traced);
    }
    return index;
  }

  /**
   * Takes the packet back from the receive ring, filled: it gets the length of what is in the
   * buffer, and notes what the device says of the frame.
   *
   * @param ring the ring
   * @param index the completed descriptor, as {@link #postTo} and the ring's poll gave it
   */
  public void filledBy(RxRing ring, int index) {
    pool.report(StackProbe.RETURN_MBUF, traced);
    extend(ring.length(index));
    int status = ring.status(index);
    checksumGood = (status & RxStatus.CHECKSUM_GOOD) != 0;
    vlan = (status & RxStatus.VLAN) == 0 ? 0 : ring.tag(index) & VLAN_MASK;
  }

  /**
   * Lends the packet's bytes to a transmit ring, a descriptor for each of its buffers. For the
   * driver, on the thread that owns the ring; the packet must stay as it is until the ring gives
   * the last descriptor back, and is {@link #sent} then.
   *
   * @param ring the ring
   * @return the index of the last descriptor, or -1 when the ring has too few and the packet was
   *     not lent
   */
  public int transmitOn(TxRing ring) {
    assert live : "sent after free";
    if (rest == null) {
      return lendTo(ring, command() | TxCommand.END_OF_PACKET);
    }
    int buffers = 0;
    for (Mbuf part = this; part != null; part = part.rest) {
      buffers++;
    }
    if (ring.space() < buffers) {
      return -1;
    }
    int index = lendTo(ring, command());
    for (Mbuf part = rest; part != null; part = part.rest) {
      index = part.lendTo(ring, part.rest == null ? TxCommand.END_OF_PACKET : 0);
    }
    return index;
  }

  private int lendTo(TxRing ring, int command) {
    int index = ring.enqueue(cluster, start, end - start, command, segmentText, vlan);
    if (index >= 0) {
      pool.report(StackProbe.LEND_MBUF, traced);
    }
    return index;
  }

  /**
   * Takes the packet back from the transmit ring, and frees it. For the driver, when the ring has
   * given the last descriptor back.
   */
  public void sent() {
    for (Mbuf part = this; part != null; part = part.rest) {
      part.pool.report(StackProbe.RETURN_MBUF, part.traced);
    }
    free();
  }

  private int command() {
    return (checksumLeft ? TxCommand.INSERT_CHECKSUM : 0)
        | (segmentText > 0 ? TxCommand.SEGMENT : 0)
        | (vlan > 0 ? TxCommand.INSERT_VLAN : 0);
  }

  // ---- the packet as a message, and in queues ----

  /**
   * Names the handler for the packet's next hop by message; then put it to a port.
   *
   * @param target runs on the thread that owns the port, and owns the packet from there
   * @return this packet
   */
  public Mbuf dispatchTo(PacketHandler target) {
    assert live : "sent after free";
    handler = target;
    return this;
  }

  @Override
  protected void dispatch() {
    PacketHandler target = handler;
    handler = null;
    target.handle(this);
  }

  /**
   * The packet behind this one in the queue that owns both. For that queue only; the field is
   * plain, so a queue between threads orders it together with the packet.
   *
   * @return the next packet or null
   */
  public Mbuf nextPacket() {
    return next;
  }

  /**
   * Links a packet behind this one. For the queue that owns both.
   *
   * @param packet the next packet, or null
   */
  public void linkPacket(Mbuf packet) {
    next = packet;
  }

  /**
   * As {@link #nextPacket}, with acquire order, for a queue between threads.
   *
   * @return the next packet or null; if not null, what its producer did to it has happened
   */
  public Mbuf nextPacketAcquire() {
    return (Mbuf) NEXT.getAcquire(this);
  }

  /**
   * As {@link #linkPacket}, with release order, for a queue between threads.
   *
   * @param packet the next packet, not null
   */
  public void linkPacketRelease(Mbuf packet) {
    NEXT.setRelease(this, packet);
  }

  /**
   * Moves a packet into this header, which has no cluster. The other header has none afterwards;
   * its link stays, as does this one's. For the owner of both, who need not own the links: another
   * thread may write the other header's link meanwhile.
   *
   * @param packet the packet to move
   */
  public void exchange(Mbuf packet) {
    assert cluster == null && !live : "a packet moves into an empty header";
    assert packet.live : "used after free";
    pool = packet.pool;
    cluster = packet.cluster;
    place = packet.place;
    traced = packet.traced;
    packet.pool = null;
    packet.cluster = null;
    live = packet.live;
    packet.live = false;
    start = packet.start;
    end = packet.end;
    rest = packet.rest;
    packet.rest = null;
    restLength = packet.restLength;
    packet.restLength = 0;
    control = packet.control;
    packet.control = null;
    handler = null;
    next = null;
    copyNotes(packet);
    setNumber(packet.number());
  }

  private void copyNotes(Mbuf packet) {
    setFlow(packet.foreignAddress, packet.foreignPort, packet.localAddress, packet.localPort);
    nextHop = packet.nextHop;
    receiveCpu = packet.receiveCpu;
    ifnet = packet.ifnet;
    linkGroup = packet.linkGroup;
    urgent = packet.urgent;
    setOffloads(packet.checksumGood, packet.checksumLeft, packet.segmentText, packet.vlan);
    setService(packet.typeOfService(), packet.timeToLive());
  }

  /**
   * The number of the header: it stays when packets move.
   *
   * @return unique among the headers of a stack
   */
  public int header() {
    return header;
  }

  // ---- notes the layers pass along ----

  /**
   * Attaches control data (BSD's cmsghdr), which is freed with the packet.
   *
   * @param data a packet of its own, which this one now owns; not null
   */
  public void setControl(Mbuf data) {
    assert control == null : "control data would be lost";
    control = data;
  }

  /**
   * Detaches the control data.
   *
   * @return what {@link #setControl} attached, which the caller now owns; null if nothing is
   */
  public Mbuf takeControl() {
    Mbuf data = control;
    control = null;
    return data;
  }

  /**
   * How many bytes the packet takes of a sockbuf.
   *
   * @return the lengths of the packet and of its control data
   */
  public int bytesWithControl() {
    return control == null ? length() : length() + control.length();
  }

  /**
   * Notes the sender's end of the flow.
   *
   * @param address IPv4 address of the peer
   * @param port port of the peer, 0..65535
   */
  public void setForeign(int address, int port) {
    foreignAddress = address;
    foreignPort = port;
  }

  /**
   * Notes what the IP header of a received packet said.
   *
   * @param tos type of service, 0..255
   * @param ttl time to live, 0..255
   */
  public void setService(int tos, int ttl) {
    typeOfService = (byte) tos;
    timeToLive = (byte) ttl;
  }

  /**
   * The type of service, from {@link #setService}.
   *
   * @return 0..255
   */
  public int typeOfService() {
    return Byte.toUnsignedInt(typeOfService);
  }

  /**
   * The time to live, from {@link #setService}.
   *
   * @return 0..255
   */
  public int timeToLive() {
    return Byte.toUnsignedInt(timeToLive);
  }

  /**
   * Notes the ends of the flow, as seen from this host.
   *
   * @param foreignAddress IPv4 address of the peer
   * @param foreignPort port of the peer, 0..65535
   * @param localAddress IPv4 address of this host that the packet came to or leaves from
   * @param localPort port of this host, 0..65535
   */
  public void setFlow(int foreignAddress, int foreignPort, int localAddress, int localPort) {
    this.foreignAddress = foreignAddress;
    this.foreignPort = foreignPort;
    this.localAddress = localAddress;
    this.localPort = localPort;
  }

  /**
   * The peer's address, from {@link #setFlow}.
   *
   * @return an IPv4 address, 0 when not noted
   */
  public int foreignAddress() {
    return foreignAddress;
  }

  /**
   * The peer's port, from {@link #setFlow}.
   *
   * @return 0..65535
   */
  public int foreignPort() {
    return foreignPort;
  }

  /**
   * This host's address, from {@link #setFlow}.
   *
   * @return an IPv4 address, 0 when not noted
   */
  public int localAddress() {
    return localAddress;
  }

  /**
   * This host's port, from {@link #setFlow}.
   *
   * @return 0..65535
   */
  public int localPort() {
    return localPort;
  }

  /**
   * Notes the neighbour to which a packet goes while its link-layer address is being looked up.
   *
   * @param address IPv4 address of a neighbour on the link
   */
  public void setNextHop(int address) {
    nextHop = address;
  }

  /**
   * The neighbour, from {@link #setNextHop}.
   *
   * @return an IPv4 address, 0 when not noted
   */
  public int nextHop() {
    return nextHop;
  }

  /**
   * Notes how the packet came in.
   *
   * @param cpu the CPU whose protocol thread received it, or {@link #NOT_RECEIVED}
   * @param number of the interface by which it came in, or left to come back to this host
   * @param toGroup whether it came in a link-layer broadcast or multicast frame (BSD's M_BCAST,
   *     M_MCAST)
   */
  public void setReceived(int cpu, int number, boolean toGroup) {
    receiveCpu = cpu;
    ifnet = number;
    linkGroup = toGroup;
  }

  /**
   * The CPU whose protocol thread received the packet, from {@link #setReceived}.
   *
   * @return a CPU number, or {@link #NOT_RECEIVED}
   */
  public int receiveCpu() {
    return receiveCpu;
  }

  /**
   * The interface by which the packet came in, from {@link #setReceived} (BSD's rcvif).
   *
   * @return its number, 0 when not noted
   */
  public int ifnet() {
    return ifnet;
  }

  /**
   * Whether the packet came in a link-layer broadcast or multicast frame, from {@link
   * #setReceived}.
   *
   * @return true if it did
   */
  public boolean toLinkGroup() {
    return linkGroup;
  }

  private void setOffloads(boolean good, boolean left, int text, int vid) {
    checksumGood = good;
    checksumLeft = left;
    segmentText = text;
    vlan = vid;
  }

  void copyChecksum(Mbuf packet) {
    checksumGood = packet.checksumGood;
    checksumLeft = packet.checksumLeft;
  }

  /**
   * Notes that the checksum of TCP or UDP is still to be made, by the device: where it belongs is
   * the sum of the pseudo-header, not complemented (BSD's CSUM_TCP, CSUM_UDP).
   */
  public void leaveChecksum() {
    checksumLeft = true;
  }

  /**
   * Whether {@link #leaveChecksum} was called last.
   *
   * @return true if the checksum is still to be made
   */
  public boolean isChecksumLeft() {
    return checksumLeft;
  }

  /**
   * Makes the checksum that was left, as no device will: of a packet that is cut into fragments.
   *
   * @param at where the transport's header is
   * @param field where the checksum is in it
   * @param zero what is written for 0
   */
  public void finishChecksum(int at, int field, int zero) {
    int sum = Checksum.complement(checksum(at, length() - at));
    setU16(at + field, sum == 0 ? zero : sum);
    checksumLeft = false;
  }

  /**
   * Whether nobody needs to verify the checksum of TCP or UDP: the device has found it right, or it
   * was never made because the packet has not left this host (BSD's CSUM_DATA_VALID).
   *
   * @return true if so
   */
  public boolean isChecksumGood() {
    return checksumGood || checksumLeft;
  }

  /**
   * Notes that the device is to cut the packet into segments of TCP (TSO).
   *
   * @param text bytes of text of each but the last, 1..65535
   */
  public void setSegmentText(int text) {
    segmentText = text;
  }

  /**
   * The text of the segments that the device is to make, from {@link #setSegmentText}.
   *
   * @return bytes, or 0 when the packet stays whole
   */
  public int segmentText() {
    return segmentText;
  }

  /**
   * Notes the VLAN that the frame is to go to.
   *
   * @param id 1..4094, or 0 for none
   */
  public void setVlan(int id) {
    vlan = id;
  }

  /**
   * The VLAN that the frame is of.
   *
   * @return its number, or 0 for none
   */
  public int vlan() {
    return vlan;
  }

  /** Notes that the last byte of the packet is urgent (BSD's MSG_OOB, on its way down). */
  public void setUrgent() {
    urgent = true;
  }

  /**
   * Whether {@link #setUrgent} was called.
   *
   * @return true if it was
   */
  public boolean isUrgent() {
    return urgent;
  }
}
