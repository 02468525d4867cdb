package netmp.stack;

import java.util.List;
import netmp.netisr.Device;

/**
 * One CPU's share of several devices, as one. Each has its turn to be polled first, and then may
 * use up the budget: so none waits for longer than the others need for a budget each, and a device
 * that has little to say costs the others nothing.
 */
final class SeveralDevices implements Device {

  private final Device[] devices;
  private int first;

  private SeveralDevices(List<? extends Device> devices) {
    this.devices = devices.toArray(Device[]::new);
  }

  /** One device is itself. */
  static Device of(List<? extends Device> devices) {
    return devices.size() == 1 ? devices.getFirst() : new SeveralDevices(devices);
  }

  @Override
  public void start(Runnable wake) {
    for (Device each : devices) {
      each.start(wake);
    }
  }

  @Override
  public int poll(int budget) {
    int polled = 0;
    for (int i = 0; i < devices.length && polled < budget; i++) {
      polled += devices[(first + i) % devices.length].poll(budget - polled);
    }
    first = (first + 1) % devices.length;
    return polled;
  }

  /** Looks at each until one is ready: all of them were asked for an interrupt before. */
  @Override
  public boolean isReady() {
    for (Device each : devices) {
      if (each.isReady()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void enableInterrupt() {
    for (Device each : devices) {
      each.enableInterrupt();
    }
  }

  @Override
  public void disableInterrupt() {
    for (Device each : devices) {
      each.disableInterrupt();
    }
  }

  @Override
  public void flush() {
    for (Device each : devices) {
      each.flush();
    }
  }
}
