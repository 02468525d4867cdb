package netmp.soak;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.PollFd;
import netmp.socket.SocketError;

/** Sends datagrams, polls for their echoes on several sockets, and checks what comes. */
final class DatagramClient extends User {

  /** In fragments. */
  static final int LONGEST = 6000;

  private static final int HEADER = 12;
  private static final int SOCKETS = 3;
  private static final int DATAGRAMS = 5;
  private static final int SHORT = 1000;
  private static final long PATIENCE = 200_000_000;

  private final byte[] data = new byte[LONGEST];

  DatagramClient(Round round, Machine machine, String name, RandomGenerator random) {
    super(round, machine, name, random);
  }

  @Override
  boolean isOver() {
    return round.isEnding();
  }

  @Override
  User successor() {
    return new DatagramClient(round, machine, round.newName(machine, "asker"), random);
  }

  @Override
  void act() throws SocketError, InterruptedException {
    PollFd[] fds = new PollFd[SOCKETS];
    for (int i = 0; i < SOCKETS; i++) {
      DatagramSocket socket = opened(machine.host().stack().datagramSocket());
      socket.connect(round.anyMachine(random).host().address(), Ports.DATAGRAM);
      fds[i] = new PollFd(socket, PollFd.POLLIN);
    }
    for (int i = 0; i < DATAGRAMS; i++) {
      send((DatagramSocket) fds[i % SOCKETS].socket());
    }
    int echoes = 0;
    while (echoes < DATAGRAMS && poll(fds) > 0) {
      echoes += receiveAll(fds);
    }
    round.tally().add(Tally.Group.DONE, "datagrams echoed", echoes);
  }

  private void send(DatagramSocket socket) throws SocketError {
    int length = random.nextInt(HEADER, random.nextInt(4) == 0 ? LONGEST : SHORT);
    long key = random.nextLong();
    ByteBuffer.wrap(data).putLong(key).putInt(length);
    Content.fill(key, HEADER, data, HEADER, length - HEADER);
    persistently(
        "send",
        () -> {
          socket.send(data, 0, length);
          return 0;
        });
    round.tally().count(Tally.Group.DONE, "datagrams sent");
  }

  private int poll(PollFd[] fds) throws InterruptedException {
    waitsFor("poll, with a timeout");
    return machine.host().stack().poll(fds, PATIENCE);
  }

  /** Takes what is there. What one socket got late may be for one that had its port before. */
  private int receiveAll(PollFd[] fds) throws SocketError {
    int received = 0;
    Datagram echo = new Datagram(LONGEST);
    for (PollFd fd : fds) {
      DatagramSocket socket = (DatagramSocket) fd.socket();
      while (fd.revents() != 0 && socket.receiveNow(echo)) {
        received++;
        check(echo);
      }
    }
    return received;
  }

  private void check(Datagram echo) {
    ByteBuffer header = ByteBuffer.wrap(echo.data());
    long key = header.getLong();
    int length = header.getInt();
    byte[] expected = new byte[LONGEST];
    Content.fill(key, HEADER, expected, HEADER, LONGEST - HEADER);
    int wrong = -1;
    for (int i = HEADER; i < echo.length() && wrong < 0; i++) {
      wrong = expected[i] == echo.data()[i] ? -1 : i;
    }
    if (wrong >= 0 || length != echo.length()) {
      round
          .tally()
          .find(
              "%s: a datagram of %d bytes is not as it was sent: %d bytes, the first other one is %d"
                  .formatted(name(), echo.length(), length, wrong));
    }
    round.tally().add(Tally.Group.DONE, "bytes checked", echo.length());
  }
}
