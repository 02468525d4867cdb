package netmp.stack;

import java.util.EnumMap;
import java.util.Map;
import netmp.exec.Execution;
import netmp.msg.SyncMessage;

/**
 * How much a stack holds of each {@link Resource}, summed over its CPUs. Each CPU is counted by its
 * own protocol thread, one behind the other: exact while nothing runs.
 *
 * @param used how much there is
 * @param limits how much there may be; none for a resource whose users are trusted
 */
public record Census(Map<Resource, Integer> used, Map<Resource, Integer> limits) {

  /** Copies the maps. */
  public Census {
    used = Map.copyOf(used);
    limits = Map.copyOf(limits);
  }

  /**
   * How much there is of one resource.
   *
   * @param resource which
   * @return 0 or more
   */
  public int used(Resource resource) {
    return used.get(resource);
  }

  /**
   * How much there may be of one resource.
   *
   * @param resource which
   * @return {@link Integer#MAX_VALUE} if nobody limits it
   */
  public int limit(Resource resource) {
    return limits.getOrDefault(resource, Integer.MAX_VALUE);
  }

  /** A user's question to one CPU after the other. */
  static final class Question extends SyncMessage {
    private final Map<Resource, Integer> used = new EnumMap<>(Resource.class);
    private final Map<Resource, Integer> limits = new EnumMap<>(Resource.class);
    private Cpu cpu;

    Question(Execution execution) {
      super(execution);
    }

    void ask(Cpu next) {
      cpu = next;
      send(next.port);
    }

    @Override
    protected void dispatch() {
      cpu.count(this);
      reply();
    }

    /** On the protocol thread: so much there is. */
    void add(Resource resource, int count) {
      used.merge(resource, count, Integer::sum);
    }

    /** On the protocol thread: so much there is, of so much that there may be. */
    void add(Resource resource, int count, int limit) {
      add(resource, count);
      limits.merge(resource, limit, Integer::sum);
    }

    Census answer() {
      return new Census(used, limits);
    }
  }
}
