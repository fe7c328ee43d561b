// Who this browser is stands in a cookie. Without one the page is asked for it once, and only once: a browser that does not
// keep cookies, or a page opened over another address than its own, would ask for ever.
export class Identity {
  constructor(facts) {
    this.facts = facts;
    this.asked = false;
    this.trouble = '';
  }

  // The server knew us: should it ever forget us, it may be asked again.
  known() {
    this.asked = false;
  }

  // Ask for a cookie; false when that was tried already, and `trouble` says what to do.
  async renewed() {
    if (this.asked) {
      const { address, words } = this.facts;
      const elsewhere = address && new URL(address).origin !== location.origin;
      this.trouble = elsewhere ? words.other_address.replace('{address}', address) : words.no_cookies;
      return false;
    }
    this.asked = true;
    await fetch(location.pathname + location.search, { cache: 'no-store', signal: AbortSignal.timeout(20000) });
    return true;
  }
}
