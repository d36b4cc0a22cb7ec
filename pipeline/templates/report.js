(function () {
  function tell(key, on) {
    document.querySelectorAll('[data-k="' + CSS.escape(key) + '"]').forEach(function (one) {
      one.classList.toggle('on', on);
    });
  }
  document.querySelectorAll('[data-k]').forEach(function (one) {
    var key = one.getAttribute('data-k');
    one.addEventListener('mouseenter', function () { tell(key, true); });
    one.addEventListener('mouseleave', function () { tell(key, false); });
    one.addEventListener('focusin', function () { tell(key, true); });
    one.addEventListener('focusout', function () { tell(key, false); });
  });
})();
