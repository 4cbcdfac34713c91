/** What a region file of this kind says beyond what every kind's does. */
export const example = {
  /** Of a made-up desk. */
  recipientKey: '9'.repeat(64),
  answerKeys: ['9'.repeat(64)],
  desk: {
    name: '政务服务中心代收窗口',
    phone: '12345',
    province: '示例省',
    city: '样本市',
    county: '测试区',
    street: '窗口路1号',
    postcode: '990000',
  },
} as const;
