package netmp.stress;

import netmp.sockbuf.Planted;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Planted defects: jcstress finds each of them. */
public final class PlantedStress {

  private PlantedStress() {}

  /** D01. */
  @JCStressTest
  @Outcome(id = Passing.GOOD, expect = Expect.ACCEPTABLE)
  @Outcome(expect = Expect.FORBIDDEN)
  @State
  public static class D01 extends Passing {
    /** An empty one. */
    public D01() {
      super(Planted.D01);
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

  /** D03. */
  @JCStressTest
  @Outcome(id = Passing.GOOD, expect = Expect.ACCEPTABLE)
  @Outcome(expect = Expect.FORBIDDEN)
  @State
  public static class D03 extends Passing {
    /** An empty one. */
    public D03() {
      super(Planted.D03);
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

  /** D07. */
  @JCStressTest
  @Outcome(id = Passing.GOOD, expect = Expect.ACCEPTABLE)
  @Outcome(expect = Expect.FORBIDDEN)
  @State
  public static class D07 extends Passing {
    /** An empty one. */
    public D07() {
      super(Planted.D07);
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

  /** D08. */
  @JCStressTest
  @Outcome(id = Passing.GOOD, expect = Expect.ACCEPTABLE)
  @Outcome(expect = Expect.FORBIDDEN)
  @State
  public static class D08 extends Passing {
    /** An empty one. */
    public D08() {
      super(Planted.D08);
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

  /** D19. */
  @JCStressTest
  @Outcome(id = Notifying.SEEN, expect = Expect.ACCEPTABLE)
  @Outcome(expect = Expect.FORBIDDEN)
  @State
  public static class D19 extends Notifying {
    /** The writer. */
    @Actor
    public void writer() {
      appendAndLook();
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

  /** D56. */
  @JCStressTest
  @Outcome(id = Notifying.SEEN, expect = Expect.ACCEPTABLE)
  @Outcome(expect = Expect.FORBIDDEN)
  @State
  public static class D56 extends Notifying {
    /** The owner of the socket. */
    @Actor
    public void producer() {
      appendAndExchange();
    }

    /** The user who evaluates. */
    @Actor
    public void user() {
      arriveByStore();
    }

    /** Whether somebody looks. */
    @Arbiter
    public void result(L_Result result) {
      result.r1 = result();
    }
  }
}
