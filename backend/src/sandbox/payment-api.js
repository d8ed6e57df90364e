// The script of the sandbox, called as that of the bank is: it leaves for the bank's page.
window.halyk = {
  pay(payment) {
    const { auth, invoiceId, backLink, failureBackLink, language, description } = payment;
    const query = new URLSearchParams({
      invoiceId,
      token: auth.access_token,
      backLink,
      failureBackLink,
      language,
      description,
    });
    window.location.assign(`/sandbox/halyk/pay?${query}`);
  },
};
