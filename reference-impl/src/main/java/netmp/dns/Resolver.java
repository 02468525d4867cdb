package netmp.dns;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import netmp.dns.Answers.Answer;
import netmp.dns.LookupException.Reason;
import netmp.inet.IpAddress;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import netmp.stack.NetStack;

/**
 * Looks names up (RFC 1034 section 5.3.1, RFC 1123 section 6.1.3.3). Each question goes from a
 * socket of its own, whose port is random, with a random number, and what does not answer it, to
 * the letter, is not taken (RFC 5452 section 9). For one user thread at a time, which waits.
 */
public final class Resolver {

  static final int PORT = 53;

  /** How often each server is asked. */
  static final int ROUNDS = 3;

  /** How long the first answer is waited for; twice as long each round. */
  static final long FIRST_TIMEOUT = 1_000_000_000L;

  /** Questions for one name: aliases can lead on. */
  private static final int MAX_QUESTIONS = 8;

  private static final int MAX_TCP = 0xffff;
  private static final long TCP_TIMEOUT = 5_000_000_000L;

  /** So many wrong answers to one question, and somebody guesses (RFC 5452 section 9.3). */
  private static final int MAX_WRONG = 100;

  private final NetStack stack;
  private final ResolverConfig config;
  private final RandomGenerator random;
  private final Answers cache = new Answers();
  private final Datagram datagram = new Datagram(DnsMessage.MAX_UDP);

  /** The server to begin with: the last one that answered. */
  private int preferred;

  private long questionsSent;
  private long wrongAnswers;
  private long malformed;

  /** How the servers answered a question, if none did so usefully. */
  private Reason failure;

  /**
   * A resolver that knows nothing yet.
   *
   * @param stack from where it asks
   * @param config whom
   * @param random where numbers of questions come from; not to be guessed by others
   */
  public Resolver(NetStack stack, ResolverConfig config, RandomGenerator random) {
    this.stack = stack;
    this.config = config;
    this.random = random;
  }

  /**
   * The addresses of a name.
   *
   * @param name of a host, or an IPv4 address itself; without a dot it is looked for in the search
   *     domain first, with one at the end nowhere else
   * @return at least one
   * @throws LookupException if there are none, or nobody says so
   */
  public List<Integer> addresses(String name) throws LookupException {
    if (name.matches("[0-9.]+")) {
      return List.of(literal(name));
    }
    String canonical = DnsName.canonical(name);
    if (canonical.equals("localhost")) {
      return List.of(IpAddress.LOOPBACK); // RFC 6761 section 6.3
    }
    Integer known = config.hosts().get(canonical);
    if (known != null) {
      return List.of(known);
    }
    return search(name, canonical).stream().map(DnsRecord::address).toList();
  }

  private static int literal(String name) throws LookupException {
    try {
      return IpAddress.parse(name);
    } catch (IllegalArgumentException e) {
      throw new LookupException(name, Reason.BAD_NAME);
    }
  }

  private List<DnsRecord> search(String name, String canonical) throws LookupException {
    if (!name.contains(".") && !config.domain().isEmpty()) {
      try {
        return find(canonical + "." + config.domain(), DnsRecord.A);
      } catch (LookupException e) {
        if (e.reason() != Reason.NO_SUCH_NAME && e.reason() != Reason.NO_DATA) {
          throw e;
        }
      }
    }
    return find(canonical, DnsRecord.A);
  }

  /**
   * The name of an address.
   *
   * @param address IPv4 address of a host
   * @return the first name that it has
   * @throws LookupException if it has none, or nobody says so
   */
  public String name(int address) throws LookupException {
    return find(DnsName.reverse(address), DnsRecord.PTR).getFirst().target();
  }

  /**
   * How many questions were sent.
   *
   * @return over UDP and TCP
   */
  public long questionsSent() {
    return questionsSent;
  }

  /**
   * How many messages were not taken because they answer another question, or none.
   *
   * @return since the beginning
   */
  public long wrongAnswers() {
    return wrongAnswers;
  }

  /**
   * How many messages were not taken because they were none of DNS.
   *
   * @return since the beginning
   */
  public long malformed() {
    return malformed;
  }

  // ---- a name ----

  private List<DnsRecord> find(String name, int type) throws LookupException {
    if (name.isEmpty() || !DnsName.isValid(name)) {
      throw new LookupException(name, Reason.BAD_NAME);
    }
    Answer answer = cache.get(name, type, stack.nanoTime());
    if (answer == null) {
      answer = follow(name, type);
      cache.put(name, type, answer, stack.nanoTime());
    }
    if (answer.records().isEmpty()) {
      throw new LookupException(name, answer.exists() ? Reason.NO_DATA : Reason.NO_SUCH_NAME);
    }
    return answer.records();
  }

  /** An answer that ends with an alias leads to another question. */
  private Answer follow(String name, int type) throws LookupException {
    String at = name;
    int ttl = Integer.MAX_VALUE;
    for (int i = 0; i < MAX_QUESTIONS; i++) {
      DnsMessage message = ask(at, type);
      Aliases aliases = Aliases.of(message, at, type);
      if (!aliases.ends()) {
        break;
      }
      if (!leadsOn(message, aliases, at)) {
        Answer answer = aliases.answer(message);
        return new Answer(answer.records(), answer.exists(), Math.min(ttl, answer.ttl()));
      }
      ttl = Math.min(ttl, aliases.ttl());
      at = aliases.end();
    }
    throw new LookupException(name, Reason.SERVER_FAILURE);
  }

  /** Whether a message ends with an alias about which it says no more. */
  private static boolean leadsOn(DnsMessage message, Aliases aliases, String name) {
    return aliases.records().isEmpty()
        && !aliases.end().equals(name)
        && message.rcode() == DnsMessage.NO_ERROR
        && DnsName.isValid(aliases.end());
  }

  // ---- a question ----

  /** Asks server after server, again and again. */
  private DnsMessage ask(String name, int type) throws LookupException {
    int servers = config.servers().size();
    failure = Reason.NO_ANSWER;
    for (int i = 0; i < ROUNDS * servers; i++) {
      int index = (preferred + i) % servers;
      DnsMessage question = DnsMessage.ask(random.nextInt(1 << 16), name, type);
      DnsMessage answer =
          ask(config.servers().get(index), question, FIRST_TIMEOUT << (i / servers));
      if (answer != null) {
        preferred = index;
        return answer;
      }
    }
    throw new LookupException(name, failure);
  }

  /** Null if the server does not answer, or not usefully. */
  private DnsMessage ask(int server, DnsMessage question, long timeout) {
    try {
      DnsMessage answer = overUdp(server, question, timeout);
      if (answer != null && answer.isTruncated()) {
        answer = overTcp(server, question);
      }
      return answer != null && isUseful(answer) ? answer : null;
    } catch (IOException e) {
      return null; // nobody is there, or nobody listens
    }
  }

  private boolean isUseful(DnsMessage answer) {
    boolean useful =
        answer.rcode() == DnsMessage.NO_ERROR || answer.rcode() == DnsMessage.NAME_ERROR;
    if (!useful) {
      failure = Reason.SERVER_FAILURE;
    }
    return useful;
  }

  private DnsMessage overUdp(int server, DnsMessage question, long timeout) throws IOException {
    try (DatagramSocket socket = stack.datagramSocket()) {
      socket.connect(server, PORT);
      byte[] bytes = question.bytes();
      questionsSent++;
      socket.send(bytes, 0, bytes.length);
      long deadline = stack.nanoTime() + timeout;
      for (int wrong = 0; wrong < MAX_WRONG; wrong++) {
        if (!receive(socket, deadline)) {
          return null;
        }
        DnsMessage answer = answer(question, datagram.data(), datagram.length());
        if (answer != null) {
          return answer;
        }
      }
      return null;
    }
  }

  private boolean receive(DatagramSocket socket, long deadline) throws SocketError {
    long left = (deadline - stack.nanoTime()) / 1000;
    if (left <= 0) {
      return false;
    }
    socket.setOption(SocketOption.SO_RCVTIMEO, (int) left);
    return socket.receive(datagram);
  }

  /** Null for what answers something else. */
  private DnsMessage answer(DnsMessage question, byte[] bytes, int length) {
    try {
      DnsMessage message = DnsMessage.parse(bytes, length);
      if (message.answers(question)) {
        return message;
      }
      wrongAnswers++;
    } catch (DnsFormatException e) {
      malformed++;
    }
    return null;
  }

  /** RFC 1035 section 4.2.2, RFC 7766. */
  private DnsMessage overTcp(int server, DnsMessage question) throws IOException {
    try (StreamSocket socket = stack.streamSocket()) {
      socket.setOption(SocketOption.SO_RCVTIMEO, (int) (TCP_TIMEOUT / 1000));
      socket.setOption(SocketOption.SO_SNDTIMEO, (int) (TCP_TIMEOUT / 1000));
      socket.connect(server, PORT);
      byte[] bytes = question.bytes();
      byte[] framed = new byte[bytes.length + 2];
      framed[0] = (byte) (bytes.length >>> 8);
      framed[1] = (byte) bytes.length;
      System.arraycopy(bytes, 0, framed, 2, bytes.length);
      questionsSent++;
      for (int done = 0; done < framed.length; ) {
        done += socket.write(framed, done, framed.length - done);
      }
      byte[] length = new byte[2];
      byte[] message = new byte[MAX_TCP];
      if (!fill(socket, length, 2)) {
        return null;
      }
      int n = (length[0] & 0xff) << 8 | (length[1] & 0xff);
      return fill(socket, message, n) ? answer(question, message, n) : null;
    }
  }

  private static boolean fill(StreamSocket socket, byte[] into, int length) throws IOException {
    for (int done = 0; done < length; ) {
      int n = socket.read(into, done, length - done);
      if (n <= 0) {
        return false;
      }
      done += n;
    }
    return true;
  }
}
