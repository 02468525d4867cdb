package netmp.soak;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * What a client and a server do on a connection; the client chooses, and tells it first.
 *
 * @param kind who writes
 * @param ending how it ends
 * @param key of the bytes
 * @param length how many
 */
record Conversation(Kind kind, Ending ending, long key, int length) {

  /** Who writes. */
  enum Kind {
    /** The client writes a piece, and reads it back, and so on. */
    ECHO,
    /** The client writes, ends its direction, and reads how many bytes there were. */
    UPLOAD,
    /** The server writes. */
    DOWNLOAD
  }

  /** How it ends. */
  enum Ending {
    /** Where it should. */
    REGULAR,
    /** The client resets the connection in the middle. */
    CLIENT_ABORTS,
    /** The client closes in the middle, perhaps with bytes that it has not read. */
    CLIENT_CLOSES,
    /** The server resets the connection in the middle. */
    SERVER_ABORTS,
    /** The server closes in the middle. */
    SERVER_CLOSES
  }

  /** Of the bytes that tell the server. */
  static final int HEADER = 20;

  private static final int IRREGULAR = 5;
  private static final int SHORT = 4000;
  private static final int LONG = 150_000;

  /** Any conversation: most are short, and most end regularly. */
  static Conversation any(RandomGenerator random) {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    boolean regular = random.nextInt(IRREGULAR) > 0;
    Ending ending =
        regular ? Ending.REGULAR : Ending.values()[random.nextInt(1, Ending.values().length)];
    int length = random.nextInt(1, random.nextInt(8) == 0 ? LONG : SHORT);
    return new Conversation(kind, ending, random.nextLong() | 1, length);
  }

  /** What the client sends first. */
  @SuppressWarnings("EnumOrdinal") // both ends are of one build
  byte[] header() {
    return ByteBuffer.allocate(HEADER)
        .putInt(kind.ordinal())
        .putInt(ending.ordinal())
        .putLong(key)
        .putInt(length)
        .array();
  }

  static Conversation read(byte[] header) {
    ByteBuffer bytes = ByteBuffer.wrap(header);
    return new Conversation(
        Kind.values()[bytes.getInt()],
        Ending.values()[bytes.getInt()],
        bytes.getLong(),
        bytes.getInt());
  }

  /** After so many bytes one end goes away, if the ending says so; else never. */
  int cutAt(Ending first, Ending second) {
    return ending == first || ending == second ? length / 2 : Integer.MAX_VALUE;
  }
}
