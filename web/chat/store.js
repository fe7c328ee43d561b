// What the browser keeps for us between two visits. Where it keeps nothing (cookies blocked), the page goes on without.
export const store = {
  get(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  },
  // Whether it was kept: a full store (many photos) only costs surviving a reload, so it is no reason to stop.
  set(name, value) {
    try {
      localStorage.setItem(name, value);
      return true;
    } catch {
      return false;
    }
  },
  remove(name) {
    try {
      localStorage.removeItem(name);
    } catch {
      // nothing was kept
    }
  },
};
