package netmp.socket;

import netmp.action.StackProbe;
import netmp.msg.AbortScenarios;
import netmp.msg.AbortableMessage.Outcome;
import netmp.probe.Probes;

/**
 * Waits with a defect of {@code docs/defects.md} planted. Their probes claim the steps of the
 * specification in their order, so a trace betrays a defect only when the other side was in its
 * way.
 */
enum PlantedWait implements WaiterList.Factory {
  /** Nothing: finds nothing, so what is found is due to the defect. */
  NONE,

  /** The user tests, then sleeps: nobody evaluates its predicate when it goes on the list. */
  D13 {
    @Override
    public WaiterList create(WaiterList.Predicate predicate, Probes probes, int traced) {
      return new WaiterList(predicate, probes, traced) {
        @Override
        void arrive(PredicateMessage waiter) {
          Probes.hit(probes, StackProbe.EVALUATE, traced, waiter.user, 0);
          enqueue(waiter);
        }
      };
    }
  },

  /** The writer sets a flag after its test, and whoever makes space looks at the flag. */
  D15 {
    @Override
    public WaiterList create(WaiterList.Predicate predicate, Probes probes, int traced) {
      return new WaiterList(predicate, probes, traced) {
        private volatile boolean waiting;

        @Override
        Outcome await(UserThread user, SoPort<?> soPort, int want, long deadlineNanos) {
          waiting = true;
          return super.await(user, soPort, want, deadlineNanos);
        }

        @Override
        void arrive(PredicateMessage waiter) {
          Probes.hit(probes, StackProbe.EVALUATE, traced, waiter.user, 0);
          enqueue(waiter);
        }

        @Override
        void wakeup() {
          if (waiting) {
            waiting = false;
            super.wakeup();
          }
        }
      };
    }
  },

  /** The user returns at its deadline, and its message is still on the list. */
  D20 {
    @Override
    public WaiterList create(WaiterList.Predicate predicate, Probes probes, int traced) {
      return new WaiterList(predicate, probes, traced) {
        @Override
        Outcome await(UserThread user, SoPort<?> soPort, int want, long deadlineNanos) {
          PredicateMessage message = user.predicate;
          message.list = this;
          message.want = want;
          message.soPort = soPort;
          Probes.hit(probes, StackProbe.SEND_PREDICATE, traced, message.user);
          return AbortScenarios.sendWithoutAbort(message, soPort.port(), deadlineNanos);
        }
      };
    }
  },

  /** The predicate of a reader is always true. */
  D27 {
    @Override
    public WaiterList create(WaiterList.Predicate predicate, Probes probes, int traced) {
      return new WaiterList(want -> true, probes, traced);
    }
  };

  @Override
  public WaiterList create(WaiterList.Predicate predicate, Probes probes, int traced) {
    return new WaiterList(predicate, probes, traced);
  }
}
