(() => {
  // What an older browser cannot do, it does not offer.
  if (!window.PublicKeyCredential) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (one) => one.charCodeAt(0));
  const text = (buffer) =>
    buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const ids = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

  const ask = async (part) => {
    let asked = part.dataset;
    if (asked.passkey) {
      const answer = await fetch(asked.passkey, { method: 'POST', redirect: 'manual', cache: 'no-store' });
      if (answer.status === 429) throw { name: 'Many' };
      asked = await answer.json();
    }
    const { publicKey } = JSON.parse(asked.options);
    publicKey.challenge = bytes(publicKey.challenge);
    const make = publicKey.user;
    if (make) {
      make.id = bytes(make.id);
      publicKey.excludeCredentials = ids(publicKey.excludeCredentials);
    } else {
      publicKey.allowCredentials = ids(publicKey.allowCredentials);
    }
    const made = await navigator.credentials[make ? 'create' : 'get']({ publicKey });
    const { response } = made;
    const credential = {
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      extensions: { credProps: made.getClientExtensionResults().credProps },
      response: {
        clientDataJSON: text(response.clientDataJSON),
        attestationObject: text(response.attestationObject),
        authenticatorData: text(response.authenticatorData),
        signature: text(response.signature),
        userHandle: text(response.userHandle) || null,
      },
    };
    if (make) for (const name of ['authenticatorData', 'signature', 'userHandle']) delete credential.response[name];
    return { ceremony: asked.ceremony, credential: JSON.stringify(credential) };
  };

  for (const part of document.querySelectorAll('[data-passkey]')) {
    part.hidden = false;
    const go = part.querySelector('[data-go]');
    if (!go) continue;
    const said = part.querySelector('[data-said]');
    let busy = false;
    go.addEventListener('click', async (event) => {
      event.preventDefault();
      if (busy) return;
      busy = true;
      said.textContent = '';
      said.hidden = true;
      try {
        const fill = (answer) => {
          for (const name of ['ceremony', 'credential']) part.querySelector(`[name=${name}]`).value = answer[name] ?? '';
        };
        fill(await ask(part));
        go.form.submit();
        // Whoever comes back to this page is not to send it again.
        fill({});
      } catch (error) {
        const why = { NotAllowedError: 'cancelled', AbortError: 'cancelled', InvalidStateError: 'there', Many: 'many' }[error.name];
        said.hidden = false;
        said.textContent = said.dataset[why ?? 'failed'];
      }
      busy = false;
    });
  }
})();
