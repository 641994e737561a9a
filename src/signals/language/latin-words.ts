/** Frequent short words of languages in Latin script, written for this file; a word of several counts for each in part. */
export const LATIN_WORDS: Readonly<Record<string, string>> = {
  en:
    'the of and to in is you that it he was for on are with as i his they be at one have this from or had by not but what all were we when your can said ' +
    'there use an each which she do how their if will up other about out many then them these so some her would make like him into time has look two more ' +
    'write my please me tell does did where who why could should need want know get give translate explain summarize help create find show ' +
    'am say see good no yes now new day back any own take let call set play turn much still after last next off am are hi hello thanks please',
  de:
    'der die das und ist ich nicht ein eine einen einem einer zu den mit von auf für im dem sich auch es an werden aus er hat dass sie nach wird bei sind noch ' +
    'wie um was kann kannst mir mich bitte wir haben über wenn oder nur schreibe schreib erkläre wer wo warum welche welcher sein war ihr uns mein dein gibt zum zur hast du',
  fr:
    'le la les des de du un une et est je ne pas que qui dans pour sur avec au aux ce cette il elle nous vous ils sont par plus mais ou où être avoir fait comme ' +
    'mon ma mes ton votre quel quelle comment pourquoi peux pouvez écris écrivez explique moi en se son sa ses leur y a été aussi très bien suis faire quoi quand donne',
  es:
    'el la los las de del un una y es que en no se por con para su al lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre también me hasta ' +
    'hay donde quien desde todo nos durante qué cómo cuál dónde puedes puede escribe explica mi tu yo está son fue ha tengo quiero una unos dame haz eres ser hacer',
  it:
    'il lo la i gli le di del della dei un una e è che in non si per con su come più ma anche al alla da dal sono ha ho questo questa quello mi ti ci se o dove quando ' +
    'perché cosa chi quale puoi scrivi spiega mio tuo suo nel nella essere fare molto delle degli sei tra fra ne era hanno dammi quanto sul',
  pt:
    'o a os as de do da dos das um uma e é que em não se por com para no na nos nas ao mais mas como foi ele ela seu sua ou quando muito já eu também só pelo pela ' +
    'até isso entre era depois sem mesmo aos ter seus quem meu minha você está são tem pode escreva explique qual onde porque fazer me uns há num numa sobre dê',
  nl:
    'de het een en van ik te dat die in is op zijn niet met voor er aan ook als maar om door over ze hij uit bij nog naar heeft dan hun wat kan deze je mij u wel geen ' +
    'worden wordt was hoe waar waarom wie welke kun schrijf leg mijn jouw ons deze veel meer moet hebben ben bent alsjeblieft geef zou',
  sv:
    'och i att det som en på är av för med till den han inte har om ett de jag men var sig så vi från du kan när år under också efter eller nu sin där vid mot ' +
    'vad hur varför vem vilken skriv förklara mig min din hon ska skulle bara mycket detta dig är finns man alla blir hade här',
  da:
    'og i at det som en på er af for med til den han ikke har om et de jeg men var sig så vi fra du kan når år også efter eller nu sin der ved mod ' +
    'hvad hvordan hvorfor hvem hvilken skriv forklar mig min din hun skal ville kun meget dette dig blev være uden hvor bliver noget nogle af',
  no:
    'og i at det som en på er av for med til den han ikke har om et de jeg men var seg så vi fra du kan når år også etter eller nå sin der ved mot ' +
    'hva hvordan hvorfor hvem hvilken skriv forklar meg min din hun skal ville bare mye dette deg ble være uten hvor blir noe noen av',
  fi:
    'ja on ei että se hän oli mutta kun niin ovat joka tai myös kuin minä sinä mitä miten miksi kuka missä voi voit kirjoita selitä tämä sen ole hänen mukaan jos ' +
    'olen olet minun sinun vain nyt niin hyvin kanssa sitä tätä joka jotka mikä kuinka paljon ollut olla minulle anna sekä',
  pl:
    'i w z na do nie że się to jest o jak po co tak za od przez ale dla czy był jego już być są ten ta te tylko ja ty on ona my wy oni który która które może ' +
    'gdzie kiedy dlaczego kto jaki jakie napisz wyjaśnij mi mnie moje twój proszę oraz ze tym także bardzo ma mam jestem czym',
  cs:
    'a v na je se že to s z do o i jako pro ve ale jsou by si po za byl od jeho k které který která také jak už nebo co jen má tak při podle až ze ' +
    'kde kdy proč kdo jaký napiš vysvětli mi mě můj tvůj prosím jsem jsi být není může můžeš této tento však jaké',
  ro:
    'și în de la nu a că cu o pe este din un pentru care mai se sunt au am ce dar să fi ca lui sau el ea prin după când unde cum cine care scrie explică ' +
    'mi îmi meu tău vă rog ești această acest ai ale al unei unui foarte poți poate fost sa cât sunt între',
  hu:
    'a az és hogy nem is egy ez de van meg volt csak már mint vagy ha kell el ki mi mit hogyan miért hol mikor ki írj magyarázd nekem az én te ő azt ezt lesz ' +
    'amely ami után minden még nagyon lehet kérlek tud tudsz egyik között sem így azonban van nincs melyik',
  tr:
    've bir bu da de için ile ne çok daha gibi var mı mi mu değil ben sen o biz siz onlar olarak olan kadar sonra ama en her şey nasıl neden nerede kim hangi ' +
    'yaz açıkla bana benim senin lütfen bunu ya ki olduğunu ise kaç nedir misin mısın yok oldu iyi göre arasında',
  vi:
    'và của là có không được cho một các những trong với người này đó khi để đã như về từ tôi bạn anh em ra làm thế nào tại sao ai gì đâu hãy viết giải thích ' +
    'cái rất nhưng nếu cũng hay hoặc ở vào lại nhiều sẽ đến bằng theo năm',
  id:
    'yang dan di ini itu dengan untuk dari dalam tidak akan pada ke adalah saya anda kamu dia kami kita mereka ada bisa juga atau oleh karena seperti sudah apa ' +
    'bagaimana mengapa kenapa siapa dimana kapan tolong tulis jelaskan buat buatkan lebih telah dapat sebuah tersebut bahwa satu para saat harus berikan',
};

type Mark = readonly [mark: RegExp, weights: Readonly<Record<string, number>>];

/** Accented letters, and what goes with them, that few of these languages have: language and weight a hit. */
export const ACCENT_MARKS: readonly Mark[] = [
  [/ß/g, { de: 2 }],
  [/[öü]/g, { de: 0.5, hu: 0.3, tr: 0.3, sv: 0.2, fi: 0.2 }],
  [/ä/g, { fi: 0.5, sv: 0.4, de: 0.4 }],
  [/[æø]/g, { da: 0.8, no: 0.8 }],
  [/å/g, { sv: 0.6, da: 0.5, no: 0.5 }],
  [/[ñ¿¡]/g, { es: 2 }],
  [/[ãõ]/g, { pt: 1.5, vi: 0.2 }],
  [/ç/g, { fr: 0.6, pt: 0.7, tr: 0.6 }],
  [/[èêëîïûœâ]|\b[ldjcnsqm]['’](?=\p{L})/gu, { fr: 0.7, it: 0.2 }],
  [/[ìòù]|(?:zione|mente|gli)\b/g, { it: 0.8 }],
  [/(?:ción|mente|dad)\b/g, { es: 0.8 }],
  [/(?:ção|ões|mente|dade)\b/g, { pt: 0.8 }],
  [/[łżźśćńąę]/g, { pl: 1.2 }],
  [/[ěřů]/g, { cs: 2 }],
  [/[čšžýť]/g, { cs: 0.5 }],
  [/[ățşș]/g, { ro: 1.2, tr: 0.3, vi: 0.2 }],
  [/[őű]/g, { hu: 2 }],
  [/[ğış]/g, { tr: 1.2 }],
  [/[đơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/g, { vi: 1.5 }],
  [/(?:ää|yy|uo|kk|ssa|ssä|lla|llä|nen)(?=\p{L}|\b)/gu, { fi: 0.3 }],
];

/** Endings and letter pairs without accents. */
export const PLAIN_MARKS: readonly Mark[] = [
  [/(?:ij|aa|oo|ee|sch)(?=\p{L})/gu, { nl: 0.25 }],
  [/(?:ung|lich|keit|schaft|en)\b/g, { de: 0.25 }],
  [/(?:ing|tion|ed|ly|ness|th)\b/g, { en: 0.25 }],
  [/\b(?:meng|mem|ber|ter|peng)\p{L}+|(?:nya|kan)\b/gu, { id: 0.5 }],
];
