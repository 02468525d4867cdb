package netmp.benchmark.tcp;

import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import netmp.ether.NetworkInterface;
import netmp.exec.Execution;
import netmp.exec.RealExecution;
import netmp.inet.IpAddress;
import netmp.nic.Nic;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import netmp.stack.NetStack;
import netmp.stack.StackConfig;

/** Two stacks with a cable between their devices, one CPU each, MTU 1500. */
final class StackStreams implements Streams {

  private static final int FIRST_PORT = 9;

  /**
   * There are 49,152 ports to connect from to each, which are free again a second after the end of
   * a connection.
   */
  private static final int LISTENERS = 4;

  private static final int RING = 512;
  private static final int BUFFERS = 8192;
  private static final int CLIENT = IpAddress.parse("10.0.0.1");
  private static final int SERVER = IpAddress.parse("10.0.0.2");

  private final Execution execution = new RealExecution();
  private final Devices devices;
  private final NetStack client;
  private final NetStack server;
  private final List<StreamSocket> listeners = new ArrayList<>();

  StackStreams(Devices devices) throws SocketError {
    this.devices = devices;
    Nic a = new Nic("A", 0x0200_0000_0001L, 1, RING);
    Nic b = new Nic("B", 0x0200_0000_0002L, 1, RING);
    devices.connect(a, b);
    client = stack(a, CLIENT);
    server = stack(b, SERVER);
    for (int i = 0; i < LISTENERS; i++) {
      StreamSocket listener = server.streamSocket();
      listener.bind(0, FIRST_PORT + i);
      listener.listen(128);
      listeners.add(listener);
    }
  }

  private NetStack stack(Nic nic, int address) {
    NetworkInterface nif =
        new NetworkInterface(nic.name(), nic.macAddress(), address, 24, IpAddress.ANY);
    StackConfig config =
        StackConfig.of(nif, new SplittableRandom(address))
            .withBuffers(BUFFERS)
            .withOffloads(devices.offloads());
    NetStack stack = new NetStack(nic.name(), config, nic, execution);
    stack.start();
    return stack;
  }

  @Override
  public String name() {
    return devices == Devices.PLAIN ? "netmp, two stacks" : "netmp, two stacks, offloads";
  }

  @Override
  public Stream connect(int listener) throws SocketError {
    StreamSocket socket = client.streamSocket();
    socket.connect(SERVER, FIRST_PORT + listener % LISTENERS);
    return new Socket(socket);
  }

  @Override
  public Stream accept(int listener) throws SocketError {
    return new Socket(listeners.get(listener % LISTENERS).accept());
  }

  @Override
  public Thread start(String name, Runnable body) {
    return execution.start(name, Execution.Kind.USER, body);
  }

  @Override
  public void close() throws InterruptedIOException {
    listeners.forEach(StreamSocket::close);
    for (NetStack stack : List.of(client, server)) {
      stack.stop();
      join(stack);
    }
  }

  private static void join(NetStack stack) throws InterruptedIOException {
    try {
      for (Thread thread : stack.threads()) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a stack stops");
    }
  }

  /** One end. */
  private static final class Socket implements Stream {
    private static final int ROOM = 1 << 20;

    private final StreamSocket socket;

    Socket(StreamSocket socket) {
      this.socket = socket;
    }

    @Override
    public void tune() throws SocketError {
      socket.setOption(SocketOption.TCP_NODELAY, 1);
      socket.setOption(SocketOption.SO_RCVBUF, ROOM);
      socket.setOption(SocketOption.SO_SNDBUF, ROOM);
    }

    @Override
    public void write(byte[] data, int length) throws SocketError {
      socket.write(data, 0, length);
    }

    @Override
    public int read(byte[] into) throws SocketError {
      return socket.read(into, 0, into.length);
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
