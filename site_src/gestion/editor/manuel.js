// Read by Decap CMS when it loads: gestion.js starts it, once its formats are known.
window.CMS_MANUAL_INIT = true;
