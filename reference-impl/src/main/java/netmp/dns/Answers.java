package netmp.dns;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was answered, for as long as it may be believed (RFC 1035 section 7.4, RFC 2181 section 8,
 * RFC 2308 section 5); of what was not asked for longest the place is taken. For one thread.
 */
final class Answers {

  static final int CAPACITY = 256;

  /** In seconds. */
  static final int MAX_TTL = 24 * 3600;

  /** Of what is not there (RFC 2308 section 5). */
  static final int MAX_NEGATIVE_TTL = 3 * 3600;

  private static final long SECOND = 1_000_000_000L;

  /**
   * An answer.
   *
   * @param records of the kind that was asked for; none if there are none
   * @param exists whether there is the name
   * @param ttl seconds for which it may be believed
   */
  record Answer(List<DnsRecord> records, boolean exists, int ttl) {}

  private record Key(String name, int type) {}

  private record Kept(Answer answer, long until) {}

  private final Map<Key, Kept> entries =
      new LinkedHashMap<>(CAPACITY, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
          return size() > CAPACITY;
        }
      };

  Answer get(String name, int type, long now) {
    Kept kept = entries.get(new Key(name, type));
    return kept == null || kept.until - now <= 0 ? null : kept.answer;
  }

  void put(String name, int type, Answer answer, long now) {
    int most = answer.records.isEmpty() ? MAX_NEGATIVE_TTL : MAX_TTL;
    int ttl = Math.min(answer.ttl, most);
    if (ttl > 0) {
      entries.put(new Key(name, type), new Kept(answer, now + ttl * SECOND));
    }
  }
}
