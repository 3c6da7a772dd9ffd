export type {
  Alert,
  AlertKind,
  CancelledAlert,
  EndedAlert,
  EndingSoonAlert,
  ExtendedAlert,
  KeptAlert,
  KeptAlertKind,
  LostAlert,
  NoticeKind,
  OutbidAlert,
  PassingAlert,
  PassingAlertKind,
  PriceChangedAlert,
  SoldAlert,
  SubscriptionReason,
  UnsoldAlert,
  WonAlert,
} from '../auction/alerts.ts';
export type {
  ApiError,
  AuctionBody,
  AuctionCard,
  BidRequest,
  CatalogueFacets,
  CataloguePage,
  CatalogueQuery,
  CatalogueSort,
  CatalogueState,
  CategoryBody,
  Charged,
  Gender,
  ImageBody,
  LikeBody,
  ListingRequest,
  Me,
  OwnBidBody,
  Page,
  PopularBody,
  PublicBidBody,
  Role,
  SignUp,
  SoftCloseBody,
  TransferBody,
  WalletBody,
  WinBody,
} from '../auction/api.ts';
export type {
  AlertAnew,
  ReadMarkBody,
  StoredAlert,
  StoredAlertsPage,
  SubscriptionBody,
  SubscriptionState,
} from '../auction/api-alerts.ts';
export type {
  NoticePreferences,
  NoticePreferencesBody,
  PushEndpointBody,
  PushEndpointRequest,
} from '../auction/api-notices.ts';
export type { Category } from '../auction/categories.ts';
export type {
  AcceptedBid,
  AuctionView,
  BidMessage,
  BidOutcome,
  RefusedBid,
  ShownBid,
  Standing,
} from '../auction/protocol.ts';
export type {
  Recommendation,
  RecommendationReason,
  RecommendationsBody,
} from '../auction/recommendations.ts';
export type { RefusalCode } from '../auction/refusals.ts';
export type { AlertConnection, AlertEvents, AlertOptions } from './alert-events.ts';
export type { Alerts } from './alerts.ts';
export type { Auctions } from './auctions.ts';
export type { Auth } from './auth.ts';
export {
  ApiFailure,
  BidUndecided,
  ConnectionFailure,
  type FieldProblem,
  LeftAuction,
  TooManyPendingBids,
} from './failures.ts';
export type { ImageFile, Images, UploadOptions, UploadProgress } from './images.ts';
export type { BidOptions, BuyNowOptions, LiveAuction } from './live-auction.ts';
export type { ConnectionChange, LiveEvents, LiveOptions } from './live-events.ts';
export type { Notices, PushSubscriptionLike } from './notices.ts';
export type { OwnAffairs, StoredAlertsRequest } from './own-affairs.ts';
export type { PageRequest } from './pages.ts';
export { connect, ReadyAuction, type ReadyAuctionOptions } from './ready-auction.ts';
export type { TokenStorage } from './token-storage.ts';
export type { Closing, Extension, Outbid, PriceChange } from './view-changes.ts';
export type { Wallet } from './wallet.ts';
