package netmp.mbuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import netmp.nic.Nic;
import netmp.offload.Checksum;
import org.junit.jupiter.api.Test;

class MbufTest {

  private final MbufPool pool = MbufPool.forOneThread(3, 1);

  @Test
  void numbersAreBigEndianWhereverThePacketStarts() {
    for (int trim = 0; trim < 8; trim++) {
      Mbuf packet = pool.alloc();
      packet.extend(32);
      packet.trimFront(trim);
      packet.setU8(0, 0x1ab);
      packet.setU16(1, 0x4cdef);
      packet.setU32(3, 0x89abcdef);
      byte[] bytes = new byte[7];
      packet.copyOut(0, bytes, 0, 7);
      assertThat(bytes).containsExactly(0xab, 0xcd, 0xef, 0x89, 0xab, 0xcd, 0xef);
      assertThat(packet.u8(0)).isEqualTo(0xab);
      assertThat(packet.u16(1)).isEqualTo(0xcdef);
      assertThat(packet.u32(3)).isEqualTo(0x89abcdef);
      packet.free();
    }
  }

  @Test
  void endsMove() {
    Mbuf packet = pool.alloc();
    packet.extend(10);
    packet.copyIn(0, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 0, 10);
    packet.trimFront(3);
    packet.trimBack(2);
    assertThat(packet.length()).isEqualTo(5);
    assertThat(packet.u8(0)).isEqualTo(3);
    assertThat(packet.u8(4)).isEqualTo(7);
    packet.prepend(3);
    assertThat(packet.u32(0)).isEqualTo(0x00010203);
    assertThat(packet.length()).isEqualTo(8);
  }

  @Test
  void bytesOutsideThePacketCannotBeReached() {
    Mbuf packet = pool.alloc();
    packet.extend(4);
    assertOutOfBounds(() -> packet.u8(4));
    assertOutOfBounds(() -> packet.u16(3));
    assertOutOfBounds(() -> packet.u32(1));
    assertOutOfBounds(() -> packet.setU8(-1, 0));
    assertOutOfBounds(() -> packet.checksum(0, 5));
    assertOutOfBounds(() -> packet.copyOut(2, new byte[9], 0, 3));
    assertOutOfBounds(() -> packet.trimFront(5));
    assertOutOfBounds(() -> packet.trimBack(5));
    assertOutOfBounds(() -> packet.extend(packet.tailroom() + 1));
    assertOutOfBounds(() -> packet.prepend(packet.headroom() + 1));
    assertOutOfBounds(() -> packet.prepend(-1));
  }

  @Test
  void aFreshPacketHasRoomForEveryHeader() {
    Mbuf packet = pool.alloc();
    assertThat(packet.length()).isZero();
    assertThat(packet.headroom()).isGreaterThanOrEqualTo(14 + 60 + 60);
    assertThat(packet.tailroom()).isEqualTo(Mbuf.MAX_LENGTH).isGreaterThanOrEqualTo(14 + 1500);
  }

  @Test
  void aReusedBufferRemembersNothing() {
    MbufPool one = MbufPool.forOneThread(1, 1);
    Mbuf packet = one.alloc();
    packet.extend(100);
    packet.trimFront(20);
    packet.setFlow(1, 2, 3, 4);
    packet.setNextHop(5);
    packet.setReceived(6, 7, true);
    packet.free();
    Mbuf again = one.alloc();
    assertThat(again).isSameAs(packet);
    assertThat(again.length()).isZero();
    assertThat(again.tailroom()).isEqualTo(Mbuf.MAX_LENGTH);
    assertThat(again.foreignAddress()).isZero();
    assertThat(again.foreignPort()).isZero();
    assertThat(again.localAddress()).isZero();
    assertThat(again.localPort()).isZero();
    assertThat(again.nextHop()).isZero();
    assertThat(again.receiveCpu()).isEqualTo(-1);
    assertThat(again.ifnet()).isZero();
    assertThat(again.toLinkGroup()).isFalse();
  }

  @Test
  void ownershipIsAsserted() {
    Mbuf packet = pool.alloc();
    packet.extend(1);
    packet.free();
    assertThatThrownBy(packet::free).isInstanceOf(AssertionError.class).hasMessage("freed twice");
    assertThatThrownBy(() -> packet.u8(0))
        .isInstanceOf(AssertionError.class)
        .hasMessage("used after free");
    assertThatThrownBy(() -> packet.dispatchTo(Mbuf::free)).isInstanceOf(AssertionError.class);
  }

  @Test
  void aDeviceThatWritesIntoAFreedPacketIsFound() {
    MbufPool one = MbufPool.forOneThread(1, 1);
    Nic nic = new Nic("n", 0x0200_0000_0001L, 1, 4);
    Mbuf packet = one.alloc();
    packet.postTo(nic.rx(0));
    packet.free();
    byte[] frame = new byte[60];
    Arrays.fill(frame, 0, 6, (byte) 0xff);
    nic.receive(frame, 0, frame.length);
    assertThatThrownBy(one::alloc)
        .isInstanceOf(AssertionError.class)
        .hasMessage("written after free");
  }

  @Test
  void anEmptyPoolGivesNullAndCounts() {
    for (MbufPool each :
        new MbufPool[] {MbufPool.forOneThread(1, 1), MbufPool.forManyThreads(1, 1)}) {
      Mbuf only = each.alloc();
      assertThat(each.available()).isZero();
      assertThat(each.alloc()).isNull();
      assertThat(each.alloc()).isNull();
      assertThat(each.exhausted()).isEqualTo(2);
      only.free();
      assertThat(each.available()).isEqualTo(each.capacity()).isEqualTo(1);
      assertThat(each.alloc()).isSameAs(only);
    }
  }

  @Test
  void aHopCallsItsHandlerOnce() {
    Mbuf packet = pool.alloc();
    Mbuf[] seen = new Mbuf[1];
    packet.dispatchTo(m -> seen[0] = m).dispatch();
    assertThat(seen[0]).isSameAs(packet);
    assertThatThrownBy(packet::dispatch).isInstanceOf(NullPointerException.class);
  }

  @Test
  void aQueueKeepsOrderAndCount() {
    PacketQueue queue = new PacketQueue();
    assertThat(queue.dequeue()).isNull();
    Mbuf a = pool.alloc();
    Mbuf b = pool.alloc();
    Mbuf c = pool.alloc();
    queue.enqueue(a);
    queue.enqueue(b);
    assertThat(queue.dequeue()).isSameAs(a);
    queue.enqueue(c);
    assertThat(queue.size()).isEqualTo(2);
    assertThat(queue.dequeue()).isSameAs(b);
    assertThat(queue.dequeue()).isSameAs(c);
    assertThat(queue.dequeue()).isNull();
    queue.enqueue(b);
    queue.enqueue(a);
    assertThatThrownBy(b::free).isInstanceOf(AssertionError.class).hasMessageContaining("queue");
    assertThat(queue.dequeue()).isSameAs(b);
    assertThat(queue.dequeue()).isSameAs(a);
    assertThat(queue.size()).isZero();
  }

  @Test
  void copyFromQuotesAnotherPacket() {
    Mbuf source = pool.alloc();
    source.extend(8);
    source.setU32(0, 0x01020304);
    source.setU32(4, 0x05060708);
    Mbuf quote = pool.alloc();
    quote.extend(4);
    quote.copyFrom(1, source, 2, 3);
    assertThat(quote.u8(1)).isEqualTo(3);
    assertThat(quote.u16(2)).isEqualTo(0x0405);
    assertOutOfBounds(() -> quote.copyFrom(0, source, 6, 3));
    assertOutOfBounds(() -> quote.copyFrom(2, source, 0, 3));
  }

  @Test
  void checksumAgreesWithTheNaiveLoop() {
    Random random = new Random(1071);
    Mbuf packet = pool.alloc();
    byte[] bytes = new byte[Mbuf.MAX_LENGTH];
    packet.extend(bytes.length);
    for (int round = 0; round < 2000; round++) {
      random.nextBytes(bytes);
      if (round % 4 == 0) {
        java.util.Arrays.fill(bytes, (byte) 0xff); // every carry there is
      }
      packet.copyIn(0, bytes, 0, bytes.length);
      int at = random.nextInt(64);
      int count = random.nextInt(bytes.length - at + 1);
      assertThat(packet.checksum(at, count))
          .as("round %d, %d bytes at %d", round, count, at)
          .isEqualTo(naive(bytes, at, count));
    }
  }

  @Test
  void checksumOfTheExampleInRfc1071() {
    Mbuf packet = pool.alloc();
    packet.extend(8);
    packet.setU32(0, 0x0001f203);
    packet.setU32(4, 0xf4f5f6f7);
    assertThat(packet.checksum(0, 8)).isEqualTo(0xddf2);
    assertThat(Checksum.add(packet.checksum(0, 4), packet.checksum(4, 4))).isEqualTo(0xddf2);
    assertThat(Checksum.addWord(Checksum.addWord(0, 0x0001f203), 0xf4f5f6f7)).isEqualTo(0xddf2);
    assertThat(Checksum.complement(0xddf2)).isEqualTo(0x220d);
    packet.extend(2);
    packet.setU16(8, 0x220d);
    assertThat(packet.checksum(0, 10)).isEqualTo(Checksum.VALID);
  }

  @Test
  void foldingKeepsTheValueModulo65535() {
    long[] sums = {
      1, 0xffff, 0x10000, 0x1ffff, 0xffff_ffffL, 0x1_0000_ffff_ffffL, 0x7fff_ffff_ffff_ffffL
    };
    for (long sum : sums) {
      assertThat(Checksum.fold(sum) % 0xffff).as("%x", sum).isEqualTo((int) (sum % 0xffff));
      assertThat(Checksum.fold(sum)).as("%x", sum).isBetween(1, 0xffff);
    }
    assertThat(Checksum.fold(0)).isZero();
  }

  private static int naive(byte[] bytes, int at, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += (bytes[at + i] & 0xff) << (i % 2 == 0 ? 8 : 0);
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return sum;
  }

  private static void assertOutOfBounds(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
