import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { detectLanguage } from '../../src/signals/language.js';

const SENTENCES: Readonly<Record<string, string>> = {
  en: 'Where can I leave my bicycle near the station?',
  de: 'Wo kann ich mein Fahrrad am Bahnhof abstellen?',
  fr: 'Où puis-je laisser mon vélo près de la gare ?',
  es: '¿Dónde puedo dejar mi bicicleta cerca de la estación?',
  it: 'Dove posso lasciare la mia bicicletta vicino alla stazione?',
  pt: 'Onde posso deixar a minha bicicleta perto da estação?',
  nl: 'Waar kan ik mijn fiets bij het station laten staan?',
  sv: 'Var kan jag lämna min cykel vid stationen?',
  da: 'Hvor kan jeg stille min cykel, og hvad koster noget af det?',
  no: 'Hva koster det, og hvor kan jeg sette fra meg sykkelen?',
  fi: 'Missä voin säilyttää pyörääni aseman lähellä?',
  pl: 'Gdzie mogę zostawić mój rower przy dworcu?',
  cs: 'Kde si můžu nechat kolo u nádraží?',
  ro: 'Unde îmi pot lăsa bicicleta lângă gară?',
  hu: 'Hol hagyhatom a biciklimet az állomás mellett?',
  tr: 'Bisikletimi istasyonun yanında nereye bırakabilirim?',
  vi: 'Tôi có thể để xe đạp ở đâu gần nhà ga?',
  id: 'Di mana saya bisa menitipkan sepeda saya dekat stasiun?',
  ru: 'Где я могу оставить велосипед у вокзала?',
  uk: 'Де я можу залишити велосипед біля вокзалу і як це працює?',
  bg: 'Къде мога да оставя колелото си до гарата?',
  zh: '我可以把自行车放在车站哪里？',
  ja: '駅の近くで自転車をどこに置けますか？',
  ko: '역 근처 어디에 자전거를 둘 수 있나요?',
  ar: 'أين يمكنني ترك دراجتي بالقرب من المحطة؟',
  fa: 'کجا می‌توانم دوچرخه‌ام را نزدیک ایستگاه بگذارم؟',
  he: 'איפה אפשר להשאיר את האופניים ליד התחנה?',
  hi: 'मैं स्टेशन के पास अपनी साइकिल कहाँ छोड़ सकता हूँ?',
  th: 'ฉันจอดจักรยานใกล้สถานีได้ที่ไหน',
  el: 'Πού μπορώ να αφήσω το ποδήλατό μου κοντά στον σταθμό;',
};

describe('detectLanguage', () => {
  for (const [language, sentence] of Object.entries(SENTENCES)) {
    it(`knows ${language}`, () => {
      assert.equal(detectLanguage(sentence).label, language, JSON.stringify(detectLanguage(sentence).scores));
    });
  }

  it('gives shares of a mixed text, which sum to 1', () => {
    const { scores } = detectLanguage(
      'Please translate this for me: Où puis-je laisser mon vélo près de la gare ?',
    );
    assert.ok((scores['en'] ?? 0) > 0.2 && (scores['fr'] ?? 0) > 0.2, JSON.stringify(scores));
    assert.ok(Math.abs(Object.values(scores).reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
  });

  for (const text of ['', '12 + 30 = 42', '🙂🙂', '\u200b\u200b']) {
    it(`knows no language of ${JSON.stringify(text)}`, () => {
      assert.deepEqual(detectLanguage(text), { label: 'und', scores: { und: 1 } });
    });
  }
});
