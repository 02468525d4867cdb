package netmp.drill;

import java.util.LinkedHashMap;
import java.util.Map;
import netmp.socket.DatagramSocket;
import netmp.socket.Socket;
import netmp.socket.StreamSocket;

/** What a number of a script stands for. */
sealed interface Descriptor {

  /** A socket of TCP. */
  final class Stream implements Descriptor {

    final StreamSocket socket;

    /** 0 if it was not bound. */
    int port;

    /** Whether it was asked to connect. */
    boolean begun;

    Stream(StreamSocket socket) {
      this.socket = socket;
    }
  }

  /** A socket of UDP. */
  final class Datagrams implements Descriptor {

    final DatagramSocket socket;

    Datagrams(DatagramSocket socket) {
      this.socket = socket;
    }
  }

  /** What epoll_create gives. */
  final class Epoll implements Descriptor {

    /** What is watched for what, by descriptor; what is told in that case. */
    final Map<Long, long[]> watched = new LinkedHashMap<>();
  }

  /** The socket, or null. */
  default Socket anySocket() {
    return switch (this) {
      case Stream stream -> stream.socket;
      case Datagrams datagrams -> datagrams.socket;
      case Epoll _ -> null;
    };
  }
}
