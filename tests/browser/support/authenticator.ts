// A device that keeps passkeys, put into the browser in place of the machine's own.

import type { CDPSession, Page } from "@playwright/test";

export class Authenticator {
  private constructor(
    private readonly session: CDPSession,
    private readonly authenticatorId: string,
  ) {}

  /** Gives the browser of this page a device whose owner unlocks it at once. */
  static async of(page: Page): Promise<Authenticator> {
    const session = await page.context().newCDPSession(page);
    await session.send("WebAuthn.enable", { enableUI: false });
    const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return new Authenticator(session, authenticatorId);
  }

  /** From now on its owner unlocks it, or closes the browser's window instead. */
  async willUnlock(isUserVerified: boolean): Promise<void> {
    const { authenticatorId } = this;
    await this.session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
  }

  /** Takes it out of the browser again. */
  async leave(): Promise<void> {
    await this.session.detach();
  }

  /** How many keys it holds. */
  async keys(): Promise<number> {
    const { authenticatorId } = this;
    const { credentials } = await this.session.send("WebAuthn.getCredentials", { authenticatorId });
    return credentials.length;
  }
}
