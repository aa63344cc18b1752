// A question as people type it, read into words that the site knows, and the pages that answer it in their order.
// No page, no network here: node tests it alone (tests/site_src/publishing/question.test.mjs).

// Words that say nothing of what is looked for.
const SILENT = {
  fr: new Set(`a ai ait alors apres au aucun aussi aux avec avoir c ca car ce cela ces cet cette ceux chez comment d dans de des dois doit
    du elle elles en er est et eu fait faire faites faut il ils j je jusqu l la le les leur leurs lui m ma mais me mes moi mon n ne ni nos notre nous on
    ont ou par pas peu peut peux plus pour puis qu quand que quel quelle quelles quels qui quoi s sa sans savoir se ses si son sont suis sur t ta tes toi
    ton tous tout toute tres tu un une va vais vers veut veux vos votre vous y h e re eme cas lors si paris`.split(/\s+/)),
  en: new Set(`a about an and any are as at be by can do does for from get have how i if in is it its me my near of on or should that the their
    there to was we what when where which who why will with you your paris`.split(/\s+/)),
};
const SURE = 6; // a shorter word is near too many others: it is corrected into a word of titles alone
const BEGINNING = 3; // letters that may stand for a word not typed to its end

// Accents, small letters, œ; as words_of of site_src/publishing/search.py reads pages.
export function plain(text) {
  return text.toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae").normalize("NFD").replace(/\p{M}/gu, "");
}

// « l'électricité » is two words, « 72h » too.
export const wordsOf = (text) => plain(text).match(/\p{L}+|\d+/gu) ?? [];

// What a word keeps in the feminine and the plural.
export function stem(word) {
  return word.length > 4 ? word.replace(/aux$/, "al").replace(/[esx]+$/, "") : word.length > 3 ? word.replace(/[sx]$/, "") : word;
}

// The words of a question that say what is looked for; all of them when none does.
export function contentWords(text, language) {
  const all = wordsOf(text);
  const silent = SILENT[language] ?? new Set();
  const kept = all.filter((word) => !silent.has(word));
  return [...new Set(kept.length ? kept : all)];
}

function allowed(word) {
  if (word.length < 4) return 0;
  return word.length < 7 ? 1 : 2;
}

// Edits (insert, delete, replace, swap neighbours) from one word to another; above `most`, `most + 1`.
export function edits(typed, word, most) {
  if (Math.abs(typed.length - word.length) > most) return most + 1;
  let before = [];
  let last = Array.from({ length: word.length + 1 }, (_, index) => index);
  for (let i = 1; i <= typed.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= word.length; j += 1) {
      let value = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (typed[i - 1] === word[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]) value = Math.min(value, before[j - 2] + 1);
      row.push(value);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[word.length];
}

// Pages by what they are: instructions before the data and what is said of the project.
const KINDS = [[/^donnees\/|^sources\//, 0.45], [/^projet\/|^mentions-legales\/|^plan-du-site\//, 0.4], [/^prevention\/|^documents\//, 0.8],
  [/^mon-quartier\/\d/, 0.75], [/^organisation\/|^cartes\//, 0.9], [/^en-ce-moment\/archives|\/liste\//, 0.6], [/^$|^[a-z]{2}\/$|^risques\/$/, 0.7]];
const PLACE = /^mon-quartier\/\d|\/liste\/$/;
const kindOf = (address) => KINDS.find(([pattern]) => pattern.test(address))?.[1] ?? 1;

export class Lexicon {
  constructor(data, language) {
    this.language = language;
    this.known = data.mots.split(" ");
    this.stems = new Set(this.known.map(stem));
    this.sorted = [...this.known].sort();
    this.pages = data.pages.map((page) => ({
      ...page,
      weight: kindOf(page.adresse),
      phrases: [[page.titre, 1], ...page.mots.map((text) => [text, 1.1]), ...page.rubriques.map((text) => [text, 0.5])]
        .map(([text, weight]) => ({ words: contentWords(text, language).map(stem), weight })),
    }));
    this.titled = new Set(this.pages.flatMap((page) => page.phrases.flatMap(({ words }) => words)));
  }

  isKnown(word) {
    return /^\d/.test(word) || this.stems.has(stem(word)) || (word.length >= BEGINNING && this.#begins(word));
  }

  #begins(word) {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle] < word) low = middle + 1;
      else high = middle;
    }
    return this.sorted[low]?.startsWith(word) ?? false;
  }

  // The word of the site nearest to one that it has not; the most frequent of those; undefined when none is near.
  corrected(word) {
    const most = allowed(word);
    let [best, least] = [undefined, most + 1];
    for (const known of this.known) {
      if (known.length < 4 && known.length !== word.length) continue;
      if (word.length < SURE && !this.titled.has(stem(known))) continue;
      const cost = edits(word, known, Math.min(most, Math.ceil(least) - 1)) + (known[0] === word[0] ? 0 : 0.5);
      if (cost < least && cost <= most) [best, least] = [known, cost];
    }
    return best;
  }

  // How much of the question a page's title, typed words or headings say: 0 to about 10; `said` are the words found.
  named(page, words) {
    let best = 0;
    let [isWhole, isAnswer] = [false, false]; // a typed phrase is said from end to end; title or phrase has all of the question
    const said = new Set();
    for (const phrase of page.phrases) {
      const found = words.filter((word) => phrase.words.some((one) => one === stem(word) || (word.length >= BEGINNING && one.startsWith(word))));
      if (!found.length) continue;
      for (const word of found) said.add(word);
      const ofQuestion = found.length / words.length;
      const ofPhrase = Math.min(1, found.length / phrase.words.length);
      isAnswer ||= phrase.weight >= 1 && ofQuestion === 1;
      isWhole ||= phrase.weight > 1 && ofPhrase === 1;
      best = Math.max(best, 10 * phrase.weight * ofQuestion * (0.4 + 0.6 * ofPhrase));
    }
    return { score: best, said, isWhole, isAnswer };
  }

  // Whether some page's title or typed words have this word, or one that it begins.
  isNamed(word) {
    return this.pages.some((page) => page.phrases.some(({ words, weight }) => weight >= 1 && words.some((one) => one === stem(word) || (word.length >= BEGINNING && one.startsWith(word)))));
  }

  // Pages that have the most words of the question, or for which all of a typed phrase is said, best first. `texts`: for each word, Map(page id → weight of that word
  // in the page's text). A page of a place lists hundreds of names: its text counts only for words of no other page (`lacking`).
  // Gives { page, isAnswer }: of an answer, the whole page is meant.
  ranked(words, texts, lacking = []) {
    const found = [];
    let most = 0;
    for (const page of this.pages) {
      const { score, said, isWhole, isAnswer } = this.named(page, words);
      let inText = 0;
      words.forEach((word, at) => {
        const weight = texts[at].get(page.id);
        if (!weight || (PLACE.test(page.adresse) && !said.has(word) && !lacking.includes(word))) return;
        said.add(word);
        inText += weight;
      });
      if (!said.size) continue;
      most = Math.max(most, said.size);
      found.push({ page, isAnswer, isWhole, size: said.size, score: page.weight * (score + 4 * (inText / words.length)) });
    }
    return found.filter(({ size, isWhole }) => isWhole || size === most).sort((a, b) => b.score - a.score || (a.page.adresse < b.page.adresse ? -1 : 1)).map(({ page, isAnswer }) => ({ page, isAnswer }));
  }
}
