package netmp.soak;

import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;
import netmp.flood.Flood;
import netmp.socket.SocketError;

/**
 * Disturbs the machines of a round: one thing after the other, with pauses between them. Which, and
 * for how long, follows from the plan; there are several disturbers, so that things meet.
 */
final class Disturber {

  private static final long MILLISECOND = 1_000_000;
  private static final int LONGEST_PAUSE = 300;

  /** Packets of a flood: so many at a time, and then as many as soon as those have arrived. */
  private static final int BURST = 4;

  private static final int BURSTS = 200;

  private final Round round;
  private final SplittableGenerator random;
  private final Hogs hogs = new Hogs();

  Disturber(Round round, SplittableGenerator random) {
    this.round = round;
    this.random = random;
  }

  Round round() {
    return round;
  }

  Hogs hogs() {
    return hogs;
  }

  /** The body of its thread. */
  void run() {
    Disturbance[] all = Disturbance.values();
    while (!round.isEnding()) {
      rest(random.nextInt(LONGEST_PAUSE));
      Machine machine = round.anyMachine(random);
      Disturbance next = all[random.nextInt(all.length)];
      round.tally().count(Tally.Group.FAULT, next.text());
      disturb(next, machine, random.nextInt(next.millis), random.split());
    }
  }

  /** The rest of the plan does not depend on how much chance it takes. */
  private void disturb(Disturbance next, Machine machine, int millis, RandomGenerator chance) {
    try {
      next.begin(this, machine, chance);
    } catch (SocketError e) {
      round.tally().count(Tally.Group.ERROR, e.errno().name());
    }
    rest(millis);
    next.end(machine);
    hogs.giveBack();
  }

  void flood(Machine machine, Flood flood) {
    for (int i = 0; i < BURSTS && !round.isEnding(); i++) {
      for (int packet = 0; packet < BURST; packet++) {
        if (machine.attacker().send(flood)) {
          round.tally().count(Tally.Group.FAULT, "flood: " + flood.text());
        }
      }
      round.awaitNetwork();
    }
  }

  private void rest(int millis) {
    round.rest(millis * MILLISECOND);
  }
}
