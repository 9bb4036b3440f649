// A form that a passkey answers. The page brings what the passkey is asked; its answer goes back in the form's hidden field. It needs no connection of its own.

const isAddress = (host) => /^[\d.]+$/.test(host) || host.startsWith("[");

function whyNot() {
  if (!isSecureContext || isAddress(location.hostname)) {
    return "Passkeys work at a name with https, or at localhost; not at this address.";
  }

  return globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON ? null : "This browser is too old for passkeys.";
}

// `kind` is create or get, `options` what is asked, as the server's own JSON.
class PasskeyForm extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    const reason = whyNot();
    if (reason) {
      for (const control of form.elements) {
        control.disabled = true;
      }

      this.#say(reason);
      return;
    }

    form.addEventListener("submit", (event) => {
      const answer = form.querySelector("input[data-answer]");
      if (!answer.value) {
        event.preventDefault();
        this.#ask(form, answer);
      }
    });
  }

  async #ask(form, answer) {
    this.#say("Waiting for the passkey …");
    try {
      const asked = JSON.parse(this.getAttribute("options"));
      const credential = this.getAttribute("kind") === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
      answer.value = JSON.stringify(credential);
      form.requestSubmit();
    } catch (fault) {
      this.#say(fault.name === "NotAllowedError" ? "No passkey was given. Try again." : fault.name === "InvalidStateError" ? "This device has a passkey for that already." : `The passkey did not work: ${fault.message}`);
    }
  }

  #say(text) {
    this.querySelector("[role=status]").textContent = text;
  }
}

customElements.define("passkey-form", PasskeyForm);
