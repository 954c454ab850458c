/** Names of the demo data: places, and people of many scripts. Nobody in particular; addresses are of `example` domains. */

export const partners = ['Kestrel IT', 'Blue Quay', 'Ostrava Cloud', 'Sable and Finch'] as const

interface SeedOrganization {
  name: string
  /** Domain of its addresses. */
  host: string
  partner: (typeof partners)[number]
  /** Its share of the users, in any unit. */
  weight: number
}

export const organizations: readonly SeedOrganization[] = [
  { name: 'Alder Clinic', host: 'alder.example', partner: 'Kestrel IT', weight: 18_204 },
  { name: 'Brightwater Energy', host: 'brightwater.example', partner: 'Kestrel IT', weight: 15_630 },
  { name: 'Cobalt Logistics', host: 'cobalt.example', partner: 'Blue Quay', weight: 12_915 },
  { name: 'Dunmore County Schools', host: 'dunmore.example', partner: 'Blue Quay', weight: 22_480 },
  { name: 'Elbe Shipping', host: 'elbe.example', partner: 'Ostrava Cloud', weight: 9120 },
  { name: 'Fjord Analytics', host: 'fjord.example', partner: 'Ostrava Cloud', weight: 4350 },
  { name: 'Granite Works', host: 'granite.example', partner: 'Kestrel IT', weight: 7801 },
  { name: 'مؤسسة النور', host: 'alnoor.example', partner: 'Blue Quay', weight: 5240 },
  { name: 'Harbour Media', host: 'harbour.example', partner: 'Ostrava Cloud', weight: 4260 },
  { name: 'Île-de-Ré Tourisme', host: 'ile-de-re.example', partner: 'Sable and Finch', weight: 3120 },
  { name: 'Juniper Rail', host: 'juniper.example', partner: 'Sable and Finch', weight: 2240 },
  { name: 'Łąka Foods', host: 'laka.example', partner: 'Sable and Finch', weight: 1640 },
]

/** Each organization takes five in turn, so that several have one of the same name. */
export const projects: readonly string[] = [
  'Atlas',
  'Beacon',
  'Cedar migration',
  'Delta billing',
  'Ember',
  'Field service 2027',
  'Gull',
  'Helix lab',
  'Inventory',
  'Juniper',
  'Kiosk',
  'Ledger archive',
  'Meridian',
  'Night shift planning',
  'Overlook',
  'Paper-free office',
  'Qibla مشروع',
  'Rückbau West',
  'Størfix',
  'Tideline',
  'Umbra',
  'Výkaz práce',
  'Wayfinder',
]

/** A script's names, as `name` or `name|its Latin letters` with `_` for a space, and its share of the people. */
interface People {
  weight: number
  given: readonly string[]
  family: readonly string[]
  /** Family name first, and what stands between the names. */
  familyFirst?: boolean
  between?: string
}

const list = (text: string): string[] => text.trim().split(/\s+/)

export const people: readonly People[] = [
  {
    weight: 620,
    given:
      list(`Mira Jonas Amelie Tomáš|tomas Ines Oskar Priya Luca Nadia Henrik Zofia Samuel Chiara Yusuf Greta Mateo Aoife
      Dmitri Leila Björn|bjorn Hana Rafael Ingrid Kwame Anaïs|anais Łukasz|lukasz Søren|soren Zoë|zoe Çağla|cagla Jürgen|jurgen
      Þóra|thora Ágnes|agnes Ștefan|stefan Živa|ziva Ærik|aerik Núria|nuria`),
    family:
      list(`Novak Lindqvist Okafor Brandt Moreau Kowalska Haddad Silva Petrov Nakamura Byrne Castellano Virtanen Schreiber
      Mensah Duarte Ivanova Rao Hofmann Jensen Dvořák|dvorak Müller|muller Ångström|angstrom Gonçalves|goncalves Đorđević|dordevic
      Ólafsdóttir|olafsdottir Škoda|skoda Kovács|kovacs Żuraw|zuraw Ibáñez|ibanez Weiß|weiss Ørsted|orsted`),
  },
  {
    weight: 60,
    given: list('ليلى|layla يوسف|yusuf مريم|maryam رضا|reza فاطمة|fatima خالد|khalid نور|nour سارة|sara'),
    family: list('حداد|haddad محمدي|mohammadi المصري|al-masri خوري|khoury بن_علي|ben-ali شريف|sharif'),
  },
  {
    weight: 40,
    given: list('נועה|noa איתי|itai תמר|tamar יעקב|yaakov שירה|shira'),
    family: list('כהן|cohen לוי|levi מזרחי|mizrahi ברק|barak שפירא|shapira'),
  },
  {
    weight: 45,
    given: list('Αλεξάνδρα|alexandra Γιώργος|giorgos Ελένη|eleni Νίκος|nikos Σοφία|sofia'),
    family: list('Παπαδοπούλου|papadopoulou Νικολάου|nikolaou Ιωαννίδης|ioannidis Χατζής|chatzis'),
  },
  {
    weight: 60,
    given: list('Олена|olena Дмитро|dmytro Анна|anna Сергей|sergey Ирина|irina Богдан|bohdan'),
    family: list('Коваленко|kovalenko Шевченко|shevchenko Иванова|ivanova Соколов|sokolov Петренко|petrenko'),
  },
  {
    weight: 25,
    given: list('ნინო|nino გიორგი|giorgi თამარ|tamar ლუკა|luka'),
    family: list('ბერიძე|beridze კაპანაძე|kapanadze გელაშვილი|gelashvili'),
  },
  {
    weight: 25,
    given: list('ธนพร|thanaporn สมชาย|somchai อรุณี|arunee ปิติ|piti'),
    family: list('ศรีสวัสดิ์|srisawat วงศ์ใหญ่|wongyai แสงทอง|saengthong'),
  },
  {
    weight: 40,
    given: list('伟|wei 芳|fang 秀英|xiuying 俊杰|junjie 静|jing'),
    family: list('王|wang 李|li 张|zhang 欧阳|ouyang 陈|chen'),
    familyFirst: true,
    between: '',
  },
  {
    weight: 35,
    given: list('裕子|yuko 健太|kenta さくら|sakura 大輔|daisuke 민준|minjun 서연|seoyeon'),
    family: list('田中|tanaka 佐藤|sato 髙橋|takahashi 김|kim 박|park'),
    familyFirst: true,
  },
  {
    weight: 30,
    given: list('Thị_Minh_Khai|thi-minh-khai Văn_Đức|van-duc Ngọc_Ánh|ngoc-anh Quốc_Huy|quoc-huy'),
    family: list('Nguyễn|nguyen Trần|tran Lê|le Phạm|pham'),
    familyFirst: true,
  },
  {
    weight: 20,
    given: list(`Maximiliane-Alexandra-Wilhelmina|maximiliane-alexandra José_María_de_los_Ángeles|jose-maria
      Bartholomew-Christopher|bartholomew`),
    family:
      list(`von_Hohenstein-Wittgenbach_zu_Oberaltenburg|von-hohenstein Fernández_de_la_Vega_y_Ortiz_de_Zárate|fernandez-de-la-vega
      Featherstonehaugh-Cholmondeley-Marjoribanks-Beauchamp|featherstonehaugh`),
  },
]

/** What accounts of machines are called, behind `svc-`. */
export const machines = list(
  'badge-reader backup scanner mail-relay sync monitoring billing-export kiosk printer gateway',
)
