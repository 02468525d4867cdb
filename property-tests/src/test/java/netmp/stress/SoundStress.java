package netmp.stress;

import netmp.sockbuf.Design;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** The four designs, and the notify: jcstress finds nothing. */
public final class SoundStress {

  private SoundStress() {}

  /** Lamport. */
  @JCStressTest
  @Outcome(id = Passing.GOOD, expect = Expect.ACCEPTABLE)
  @Outcome(expect = Expect.FORBIDDEN)
  @State
  public static class Lamport extends Passing {
    /** An empty one. */
    public Lamport() {
      super(Design.LAMPORT);
    }

    /** The producer. */
    @Actor
    public void producer() {
      append();
    }

    /** The consumer. */
    @Actor
    public void consumer() {
      dequeue();
    }

    /** What came through. */
    @Arbiter
    public void result(L_Result result) {
      result.r1 = result();
    }
  }

  /** FastForward. */
  @JCStressTest
  @Outcome(id = Passing.GOOD, expect = Expect.ACCEPTABLE)
  @Outcome(expect = Expect.FORBIDDEN)
  @State
  public static class FastForward extends Passing {
    /** An empty one. */
    public FastForward() {
      super(Design.FASTFORWARD);
    }

    /** The producer. */
    @Actor
    public void producer() {
      append();
    }

    /** The consumer. */
    @Actor
    public void consumer() {
      dequeue();
    }

    /** What came through. */
    @Arbiter
    public void result(L_Result result) {
      result.r1 = result();
    }
  }

  /** Coral. */
  @JCStressTest
  @Outcome(id = Passing.GOOD, expect = Expect.ACCEPTABLE)
  @Outcome(expect = Expect.FORBIDDEN)
  @State
  public static class Coral extends Passing {
    /** An empty one. */
    public Coral() {
      super(Design.CORAL);
    }

    /** The producer. */
    @Actor
    public void producer() {
      append();
    }

    /** The consumer. */
    @Actor
    public void consumer() {
      dequeue();
    }

    /** What came through. */
    @Arbiter
    public void result(L_Result result) {
      result.r1 = result();
    }
  }

  /** Cupholder. */
  @JCStressTest
  @Outcome(id = Passing.GOOD, expect = Expect.ACCEPTABLE)
  @Outcome(expect = Expect.FORBIDDEN)
  @State
  public static class Cupholder extends Passing {
    /** An empty one. */
    public Cupholder() {
      super(Design.CUPHOLDER);
    }

    /** The producer. */
    @Actor
    public void producer() {
      append();
    }

    /** The consumer. */
    @Actor
    public void consumer() {
      dequeue();
    }

    /** What came through. */
    @Arbiter
    public void result(L_Result result) {
      result.r1 = result();
    }
  }

  /** The coalesced notify. */
  @JCStressTest
  @Outcome(id = Notifying.SEEN, expect = Expect.ACCEPTABLE)
  @Outcome(expect = Expect.FORBIDDEN)
  @State
  public static class Notify extends Notifying {
    /** The writer. */
    @Actor
    public void writer() {
      appendAndExchange();
    }

    /** The owner. */
    @Actor
    public void owner() {
      arrive();
    }

    /** Whether somebody looks. */
    @Arbiter
    public void result(L_Result result) {
      result.r1 = result();
    }
  }
}
