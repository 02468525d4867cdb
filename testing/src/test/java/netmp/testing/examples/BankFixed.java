package netmp.testing.examples;

import java.util.HashSet;
import java.util.Set;

/** Does once what it is asked for twice. */
class BankFixed extends Bank {

  private final Set<Integer> done = new HashSet<>();

  @Override
  void deposit(int number, int amount) {
    if (done.add(number)) {
      super.deposit(number, amount);
    }
  }
}
