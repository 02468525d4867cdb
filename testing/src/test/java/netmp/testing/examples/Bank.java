package netmp.testing.examples;

/** Keeps an account. */
class Bank {

  private int balance;

  /** Does what a customer asks for, who gives each deposit a number. */
  void deposit(int number, int amount) {
    balance += amount;
  }

  int balance() {
    return balance;
  }
}
