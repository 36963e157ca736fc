document.title = 'Muster';
