// The home page's field: what is typed goes to « Ma rue » behind the address's #, which browsers send to nobody.

const form = document.getElementById("prm-chez-moi");
const field = document.getElementById("prm-chez-moi-rue");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const street = field.value.trim();
  location.assign(street ? `${form.action}#rue=${encodeURIComponent(street)}` : form.action);
});
form.hidden = false;
