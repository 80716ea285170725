package control

// Group is some controls that stand together in documents.
type Group struct {
	Title    string
	Controls []Info
}

// groupTitles are the titles of groups with the control that each begins with.
var groupTitles = []struct{ title, first string }{
	{"Keys and accounts", "key_allow_list"},
	{"Markets", "price_band"},
	{"Withdrawals", "first_seen_hold"},
	{"Custody", "confirmations_by_amount"},
}

// Groups lists every control as documents show them.
func Groups() (list []Group) {
	for _, c := range All() {
		info := c.Info()
		if n := len(list); n < len(groupTitles) && groupTitles[n].first == info.Name {
			list = append(list, Group{Title: groupTitles[n].title})
		}
		last := &list[len(list)-1]
		last.Controls = append(last.Controls, info)
	}
	return list
}

// Source is where facts about controls are written.
type Source struct {
	ID      string // as parameters and texts name it
	Address string
}

// Sources lists the sources that parameters and texts of controls name,
// by their numbers.
func Sources() []Source { return append([]Source(nil), sources...) }

// Documentation of products, announcements, law and press.
var sources = []Source{
	{"S1", "betanews.com/2018/07/04/binance-halts-trading-sys-irregularities"},
	{"S2", "cryptoslate.com/safu-is-real-now-binance-shut-down-for-12-hours-afters-1-syscoin-sold-for-96-btc/"},
	{"S5", "bitcoinexchangeguide.com/binance-apis-shut-down-due-to-1-syscoin-sys-for-96-btc-trade-safu-created/"},
	{"S12", "crypt.hatenadiary.jp/entry/2018/03/09/011831 (a translation of the exchange's own summary)"},
	{"S13", "cryptoglobe.com/latest/2018/03/binance-thwarts-large-scale-theft-attempt-that-sees-hackers-lose-their-funds/"},
	{"S17", "apibank.jp/contents/news/zaif-announces-countermeasure/"},
	{"S31", "blockworks.co/news/ftx-to-reimburse-6m-to-3commas-phishing-attack-victims"},
	{"S40", "coinsurges.com/?p=108886"},
	{"S45", "xn--pckzgobx95vv6er9gek1a.com/archives/1061"},
	{"S50", "marijuanastockreview.com/the-biggest-theft-in-the-history-of-the-world/"},
	{"S63", "it.cointelegraph.com/news/coincheck-nem-foundation-stops-tracing-stolen-coins-hackers-account-at-zero"},
	{"S83", "observer.com/2011/06/bitcoin-exchange-hacked-trading-suspended-currency-could-be-worth-anything/"},
	{"S89", "ihodl.com/topnews/2023-05-29/lack-security-controls-bitfinex-led-hack-2016-occpr"},
	{"S93", "blog.chainalysis.com/reports/all-eyes-on-binance-stolen-funds"},
	{"S94", "coinidol.com/hackers-stole-bitcoin/"},
	{"S95", "cryptoglobe.com/latest/2019/05/binance-gets-hacked-7000-bitcoin-taken-from-its-btc-hot-wallet-in-one-transaction/"},
	{"S96", "cryptoglobe.com/latest/2019/11/south-korean-cypto-exchange-upbit-confirms-theft-of-342000-eth"},
	{"S97", "cryptoglobe.com/latest/2020/09/crypto-exchange-kucoin-gets-hacked/"},
	{"S103", "techgenyz.com/crypto-com-over-security-breach/"},
	{"S111", "bitget.com/ja/news/detail/12560604231964, neweconomy.jp/posts/420550"},
	{"S113", "coinyield.org/postmortems/016_wazirx_india"},
	{"S119", "crypto.ro/en/news/bybit-1-5b-hack-preliminary-conclusions-and-fbi-report-attack-began-on-february-19-via-safe-app/"},
	{"S120", "tradersunion.com/news/editors-picks/show/117450-inside-the-bybit-hack"},
	{"S124", "laicrypto.com/bigone-suffers-supply-chain-attack-with-over-27m-losses/35696/crypto"},
	{"S126", "voice.lapaas.com/coindcx-absorb-44m-loss/, sahaysdailypost.com/cryptocurrency-hacks-coindcx-hacked-of-rs-380-crores"},
	{"S137", "crypto2community.com/?p=87971"},
	{"S140", "cryptotradeinfo.com/2020/08/coinbase-delays-ethereum-classic-transactions-after-two-51-attacks"},
	{"S141", "financemagnates.com/cryptocurrency/trading/okex-may-suspend-ethereum-classic-following-51-attacks-losses/"},
	{"S142", "binance.com/en-IN/support/announcement/cda0a4b53da04396b5d27881e93abf78"},
	{"S146", "cryptoglobe.com/latest/2019/05/binance-ceo-apologizes-for-using-the-word-reorg-gives-post-hack-status-update"},
	{"S147", "intercom.help/binance-us/en/articles/10128496"},
	{"S148", "github.com/binance/binance-spot-api-docs, developers.binance.com/docs/binance-spot-api-docs/filters"},
	{"S149", "b2s.hatenablog.com/entry/bitcoin/008/BF-CB, lightning.bitflyer.com/docs/circuitbreaker"},
	{"S150", "support.bitbank.cc/hc/ja/articles/25411756991001, blog.bitbank.cc/466204739/"},
	{"S152", "developers.binance.com/docs/binance-spot-api-docs/faqs/stp_faq"},
	{"S154", "docs.polymarket.com/cn/trading/matching-engine.md"},
	{"S155", "faq.thegivingblock.com/.../understanding-allowlists-approved-addresses-address-whitelists-and-security-holds"},
	{"S156", "ft-binance.com/en/journal/binance-withdraw-suspended-24hours/ (not an official site)"},
	{"S157", "ja.bloomingbit.io/feed/news/91249"},
	{"S158", "gate.com/post/status/20158744"},
	{"S159", "docs.ripple.com/products/wallet/user-interface/policies/policies-best-practices.md and policies-reference"},
	{"S160", "developers.bitgo.com/docs/policies-overview.md"},
	{"S161", "audit-security.com/cryptocurrency-security-standard-ccss/, tridence.com/blog/?p=2599"},
	{"S163", "iuris.jp: 暗号資産交換業者に関する内閣府令 第27条"},
	{"S168", "binance.com/fr/square/post/9277815909386"},
	{"S170", "finantrix.com/articles/how-to-build-a-crypto-exchange-hot-wallet-risk-monitoring-dashboard"},
	{"S171", "docs.forta.network/en/latest/FAQs"},
	{"S172", "bitcoinsnews.com/?p=63928"},
	{"S173", "incident.io/blog/uncovering-the-mysteries-of-on-call"},
}
